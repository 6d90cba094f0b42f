import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputLog } from '../../src/domain/output/output-log.js';
import type { OutputEvent } from '../../src/domain/output/process-event.js';
import { propertyRuns } from './property-runs.js';

/** Sizes of chunks, and the numbers that other events took before each. */
const chunks = fc
  .array(fc.record({ size: fc.nat(8), skipped: fc.constantFrom(0, 0, 0, 1, 2) }), {
    maxLength: 300,
    size: 'max',
  })
  .map((shapes) => {
    let seq = 0;
    return shapes.map(({ size, skipped }) => {
      seq += 1 + skipped;
      return chunk(seq, size);
    });
  });
const retention = fc.record({ bytes: fc.nat(400), chunks: fc.integer({ min: 1, max: 150 }) });

test('OutputLog with eviction keeps the newest chunks within both limits, and the newest in any case', () => {
  fc.assert(
    fc.property(chunks, retention, (events, bounds) => {
      const log = logOf(events, bounds);
      const kept = log.eventsAfter(0);

      expect(seqsOf(kept)).toEqual(seqsOf(newestWithin(events, bounds)));
      expect(log.bytes).toBe(sizeOf(kept));
    }),
    propertyRuns(200),
  );
});

test('OutputLog reads what a walk through all retained chunks would return', () => {
  const cursor = fc.nat(1000);
  const budget = fc.option(fc.nat(40), { nil: undefined });
  fc.assert(
    fc.property(chunks, retention, cursor, budget, (events, bounds, afterSeq, maxBytes) => {
      const log = logOf(events, bounds);
      const behind = newestWithin(events, bounds).filter(({ seq }) => seq > afterSeq);

      expect(seqsOf(log.eventsAfter(afterSeq, maxBytes))).toEqual(
        seqsOf(firstWithin(behind, maxBytes)),
      );
      expect(log.hasAfter(afterSeq)).toBe(behind.length > 0);
    }),
    propertyRuns(300),
  );
});

const newestWithin = (
  events: readonly OutputEvent[],
  bounds: { readonly bytes: number; readonly chunks: number },
): readonly OutputEvent[] => {
  const fits = (from: number): boolean =>
    events.length - from <= bounds.chunks && sizeOf(events.slice(from)) <= bounds.bytes;
  let from = Math.max(0, events.length - 1);
  while (from > 0 && fits(from - 1)) {
    from -= 1;
  }
  return events.slice(from);
};

const firstWithin = (
  events: readonly OutputEvent[],
  maxBytes = Number.POSITIVE_INFINITY,
): readonly OutputEvent[] => {
  const taken: OutputEvent[] = [];
  for (const event of events) {
    const isFirst = taken.length === 0;
    const total = sizeOf(taken);
    if (!isFirst && (total >= maxBytes || total + event.bytes.length > maxBytes)) {
      break;
    }
    taken.push(event);
  }
  return taken;
};

const logOf = (
  events: readonly OutputEvent[],
  bounds: { readonly bytes: number; readonly chunks: number },
): OutputLog => {
  const log = new OutputLog(bounds, 'evict');
  for (const event of events) {
    log.append(event);
  }
  return log;
};

const chunk = (seq: number, size: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: new Uint8Array(size),
});

const sizeOf = (events: readonly OutputEvent[]): number =>
  events.reduce((sum, { bytes }) => sum + bytes.length, 0);

const seqsOf = (events: readonly OutputEvent[]): number[] => events.map(({ seq }) => seq);

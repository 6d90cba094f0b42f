import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { memoryCost, OutputSegment } from '../../../src/domain/output/output-segment.js';
import type { OutputEvent, OutputStream } from '../../../src/domain/output/process-event.js';

const CHUNKS = 50_000;
const LINE = Buffer.from('2026-11-30 20:15:00.123 GET / 200\n');

test('OutputSegment takes less than 64 bytes of memory for a line of 34', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const taken = (): number => {
    // The second one frees the array buffers that the first one found.
    collectGarbage();
    collectGarbage();
    const { used_heap_size, external_memory } = getHeapStatistics();
    return used_heap_size + external_memory;
  };

  const before = taken();
  const segment = new OutputSegment();
  for (let seq = 1; seq <= CHUNKS; seq += 1) {
    segment.push(lineOf(seq), undefined);
  }
  const perChunk = (taken() - before) / CHUNKS;

  expect(segment.chunks).toBe(CHUNKS);
  expect(perChunk).toBeLessThan(64);
});

test('OutputSegment gives its memory back as its chunks are dropped', () => {
  const segment = new OutputSegment();
  for (let seq = 1; seq <= CHUNKS; seq += 1) {
    segment.push(lineOf(seq), undefined);
    if (segment.chunks > 1000) {
      segment.shift();
    }
  }

  expect(segment.chunks).toBe(1000);
  expect(segment.bytes).toBe(1000 * LINE.length);
  expect(segment.oldestSeq).toBe(CHUNKS - 999);
  expect(segment.memoryCost({ after: 0, through: CHUNKS })).toBe(1000 * memoryCost(lineOf(1)));
});

test.each<OutputStream>(['stdout', 'stderr', 'pty'])(
  'OutputSegment keeps the stream of a packed chunk (%s)',
  (stream) => {
    const segment = new OutputSegment();
    segment.push({ ...lineOf(7), stream }, undefined);

    expect(
      [...segment.eventsAfter(0)].map((event) => ({ ...event, bytes: Buffer.from(event.bytes) })),
    ).toEqual([{ ...lineOf(7), stream }]);
  },
);

test('OutputSegment leaves what a reader holds as it is while it packs more', () => {
  const segment = new OutputSegment();
  segment.push(lineOf(1), undefined);
  const [held] = segment.eventsAfter(0);
  for (let seq = 2; seq <= 2000; seq += 1) {
    segment.push({ ...lineOf(seq), bytes: new Uint8Array(LINE.length) }, undefined);
    segment.shift();
  }

  expect(Buffer.from(held?.bytes ?? []).toString()).toBe(LINE.toString());
});

const lineOf = (seq: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: LINE,
});

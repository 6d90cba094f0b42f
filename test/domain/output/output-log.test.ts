import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { OutputLog } from '../../../src/domain/output/output-log.js';
import type { OutputEvent } from '../../../src/domain/output/process-event.js';
import { settled } from '../../support/settled.js';

const UNBOUNDED = { bytes: Number.POSITIVE_INFINITY, chunks: Number.POSITIVE_INFINITY };

describe('OutputLog eventsAfter', () => {
  test('returns the chunks after a number, oldest first', () => {
    const log = logOf(['a', 'b', 'c']);

    expect(textsOf(log.eventsAfter(0))).toEqual(['a', 'b', 'c']);
    expect(textsOf(log.eventsAfter(1))).toEqual(['b', 'c']);
    expect(textsOf(log.eventsAfter(3))).toEqual([]);
    expect(textsOf(log.eventsAfter(99))).toEqual([]);
  });

  test('removes nothing from the log', () => {
    const log = logOf(['a', 'b']);

    expect(log.eventsAfter(0)).toEqual(log.eventsAfter(0));
    expect(log.bytes).toBe(2);
  });

  test('skips the numbers of other events', () => {
    const log = new OutputLog(UNBOUNDED);
    log.append(chunk(2, 'a'));
    log.append(chunk(5, 'b'));

    expect(textsOf(log.eventsAfter(1))).toEqual(['a', 'b']);
    expect(textsOf(log.eventsAfter(2))).toEqual(['b']);
    expect(textsOf(log.eventsAfter(4))).toEqual(['b']);
    expect(textsOf(log.eventsAfter(5))).toEqual([]);
  });

  test('returns the bytes that were appended, not a copy, of more than 1 KiB', () => {
    const log = new OutputLog(UNBOUNDED);
    const event = chunk(1, 'a'.repeat(1025));
    log.append(event);

    expect(log.eventsAfter(0)[0]?.bytes).toBe(event.bytes);
  });

  test('returns a copy of up to 1 KiB, so that what the chunk was cut out of is free', () => {
    const log = new OutputLog(UNBOUNDED);
    const event = chunk(1, 'a'.repeat(1024));
    log.append(event);
    event.bytes.fill(0);

    expect(textsOf(log.eventsAfter(0))).toEqual(['a'.repeat(1024)]);
  });
});

describe('OutputLog eventsAfter with a byte limit', () => {
  test('returns the first chunk whatever its size, at a limit of 0 too', () => {
    const log = logOf(['long', 'b']);

    expect(textsOf(log.eventsAfter(0, 3))).toEqual(['long']);
    expect(textsOf(log.eventsAfter(0, 0))).toEqual(['long']);
  });

  test('ends before the chunk that would exceed the limit', () => {
    const log = logOf(['aa', 'bbb', 'c']);

    expect(textsOf(log.eventsAfter(0, 4))).toEqual(['aa']);
    expect(textsOf(log.eventsAfter(0, 5))).toEqual(['aa', 'bbb']);
    expect(textsOf(log.eventsAfter(0, 6))).toEqual(['aa', 'bbb', 'c']);
  });

  test('ends at the limit, before an empty chunk too', () => {
    expect(textsOf(logOf(['aa', '', 'b']).eventsAfter(0, 2))).toEqual(['aa']);
  });

  test('continues after an empty chunk while the limit is not reached', () => {
    expect(textsOf(logOf(['', 'a', 'b']).eventsAfter(0, 1))).toEqual(['', 'a']);
  });
});

describe('OutputLog retention with eviction', () => {
  test('drops the oldest chunks beyond its bytes', () => {
    const log = new OutputLog({ ...UNBOUNDED, bytes: 4 }, 'evict');
    log.append(chunk(1, 'aa'));
    log.append(chunk(2, 'bb'));
    expect(textsOf(log.eventsAfter(0))).toEqual(['aa', 'bb']);

    log.append(chunk(3, 'c'));
    expect(textsOf(log.eventsAfter(0))).toEqual(['bb', 'c']);
    expect(log.bytes).toBe(3);
  });

  test('drops the oldest chunks beyond its count, whatever their size', () => {
    const log = logOf(['a', 'b', 'c'], { ...UNBOUNDED, chunks: 2 });

    expect(textsOf(log.eventsAfter(0))).toEqual(['b', 'c']);
    expect(log.bytes).toBe(2);
  });

  test('drops several small chunks for one large one', () => {
    const log = logOf(['a', 'b', 'cccc'], { ...UNBOUNDED, bytes: 4 });

    expect(textsOf(log.eventsAfter(0))).toEqual(['cccc']);
  });

  test('keeps the newest chunk although it exceeds the bytes alone', () => {
    const log = logOf(['a', 'too long'], { ...UNBOUNDED, bytes: 4 });

    expect(textsOf(log.eventsAfter(0))).toEqual(['too long']);
    expect(log.bytes).toBe(8);
  });

  test('leaves a gap after the cursor of a late reader', () => {
    const log = logOf(['a', 'b', 'c'], { ...UNBOUNDED, chunks: 1 });

    expect(log.eventsAfter(1).map(({ seq }) => seq)).toEqual([3]);
  });

  test('keeps to 100 chunks over 5000 appends', () => {
    const log = new OutputLog({ bytes: 1000, chunks: 100 }, 'evict');
    const isRight = Array.from({ length: 5000 }, (_, index) => {
      log.append(chunk(index + 1, 'x'));
      return log.eventsAfter(0)[0]?.seq === Math.max(1, index - 98);
    });
    expect(isRight).not.toContain(false);

    expect(log.eventsAfter(0).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 100 }, (_, index) => 4901 + index),
    );
    expect(log.eventsAfter(4998).map(({ seq }) => seq)).toEqual([4999, 5000]);
    expect(log.bytes).toBe(100);
  });
});

test('OutputLog holds no reference to dropped output', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const log = new OutputLog({ ...UNBOUNDED, chunks: 1 }, 'evict');
  const dropped = appendForgotten(log);
  log.append(chunk(2, 'kept'));
  await settled();
  collectGarbage();

  expect(dropped.deref()).toBeUndefined();
  expect(textsOf(log.eventsAfter(0))).toEqual(['kept']);
});

describe('OutputLog hasAfter', () => {
  test('is false for an empty log', () => {
    expect(new OutputLog(UNBOUNDED).hasAfter(0)).toBe(false);
  });

  test('is true exactly while a read would return something', () => {
    const log = logOf(['a', 'b']);

    expect(log.hasAfter(0)).toBe(true);
    expect(log.hasAfter(1)).toBe(true);
    expect(log.hasAfter(2)).toBe(false);
    expect(log.hasAfter(3)).toBe(false);
  });
});

const logOf = (texts: readonly string[], retention = UNBOUNDED): OutputLog => {
  const log = new OutputLog(retention, 'evict');
  for (const [index, text] of texts.entries()) {
    log.append(chunk(index + 1, text));
  }
  return log;
};

/** Appends a chunk that nothing but the log holds on to. */
const appendForgotten = (log: OutputLog): WeakRef<OutputEvent> => {
  const event = chunk(1, 'dropped');
  log.append(event);
  return new WeakRef(event);
};

const chunk = (seq: number, text: string): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: Buffer.from(text),
});

const textsOf = (events: readonly OutputEvent[]): string[] =>
  events.map(({ bytes }) => Buffer.from(bytes).toString());

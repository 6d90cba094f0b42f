import { describe, expect, test } from '@jest/globals';
import { LineWriter } from '../../../src/adapters/logging/line-writer.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const SECOND_MS = 1000;
const KIB = 1024;

const failure = (code: string) => Object.assign(new Error(code), { code });

/** A place that takes `room` bytes, then fails with `code`. */
const open = (room = Number.POSITIVE_INFINITY, code = 'EAGAIN') => {
  const place = { text: '', room, code, tries: 0 };
  const clock = new FakeClock();
  const writer: LineWriter = new LineWriter(
    (bytes) => {
      place.tries += 1;
      const taken = Math.min(bytes.length, place.room - Buffer.byteLength(place.text));
      if (taken === 0) {
        throw failure(place.code);
      }
      place.text += Buffer.from(bytes.subarray(0, taken));
      return taken;
    },
    clock,
    (lost) => writer.write(`lost ${lost}\n`),
  );
  return { place, clock, writer };
};

test('a line is written at once', () => {
  const { place, writer } = open();
  writer.write('one\n');
  expect(place.text).toBe('one\n');
  writer.write('two\n');
  expect(place.text).toBe('one\ntwo\n');
});

test.each(['EAGAIN', 'ENOSPC', 'EDQUOT', 'EIO', 'EFBIG', 'EPIPE', 'EBADF'])(
  'what is refused with %s waits, and goes on where it was cut',
  (code) => {
    const { place, clock, writer } = open(6, code);
    writer.write('first\n');
    writer.write('second\n');
    place.room = 9;
    clock.advance(SECOND_MS);
    expect(place.text).toBe('first\nsec');
    expect(writer.writeWaiting()).toBe(false);
    place.room = Number.POSITIVE_INFINITY;
    clock.advance(SECOND_MS);
    expect(place.text).toBe('first\nsecond\n');
    expect(writer.writeWaiting()).toBe(true);
    expect(clock.pending).toBe(0);
  },
);

test('a place that takes nothing and does not say why is tried again', () => {
  const clock = new FakeClock();
  let taken = 0;
  const writer = new LineWriter(
    () => taken,
    clock,
    () => undefined,
  );
  writer.write('x');
  expect(writer.writeWaiting()).toBe(false);
  taken = 1;
  clock.advance(SECOND_MS);
  expect(writer.writeWaiting()).toBe(true);
});

describe('beyond 256 KiB', () => {
  const line = `${'x'.repeat(KIB - 1)}\n`;

  test('lines are lost, and counted where they are missing', () => {
    const { place, clock, writer } = open(0);
    for (let count = 0; count < 300; count += 1) {
      writer.write(line);
    }
    place.room = 10 * KIB;
    clock.advance(SECOND_MS);
    // There is room again, but it would not be where the lost ones were.
    writer.write('also lost\n');
    place.room = Number.POSITIVE_INFINITY;
    clock.advance(SECOND_MS);
    writer.write('after\n');
    expect(place.text).toBe(`${line.repeat(256)}lost 45\nafter\n`);
  });

  test('they are counted anew the next time', () => {
    const { place, clock, writer } = open(0);
    const lose = (lines: number) => {
      place.room = Buffer.byteLength(place.text);
      for (let count = 0; count < 256 + lines; count += 1) {
        writer.write(line);
      }
      place.room = Number.POSITIVE_INFINITY;
      clock.advance(SECOND_MS);
    };
    lose(2);
    lose(3);
    expect(place.text.match(/lost \d+/g)).toEqual(['lost 2', 'lost 3']);
  });

  test('a single line is not too long', () => {
    const { place, writer } = open();
    writer.write(line.repeat(300));
    expect(place.text).toHaveLength(300 * KIB);
  });
});

test('a place that stays stuck is tried once a second, however much is said', () => {
  const { place, clock, writer } = open(0);
  writer.write('x\n');
  clock.advance(10 * SECOND_MS);
  place.tries = 0;
  for (let count = 0; count < 1000; count += 1) {
    writer.write('x\n');
  }
  clock.advance(60 * SECOND_MS);
  expect(place.tries).toBe(60);
});

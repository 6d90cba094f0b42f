import { describe, expect, test } from '@jest/globals';
import { LineWriter } from '../../../src/adapters/logging/line-writer.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const SECOND_MS = 1000;
const KIB = 1024;

const failure = (code: string) => Object.assign(new Error(code), { code });

/** A place that takes `room` bytes, then fails with `code`. */
const open = (room = Number.POSITIVE_INFINITY, code = 'EAGAIN') => {
  const place = { text: '', bytes: 0, room, code, tries: 0 };
  const clock = new FakeClock();
  const writer: LineWriter = new LineWriter(
    (bytes) => {
      place.tries += 1;
      const taken = Math.min(bytes.length, place.room - place.bytes);
      if (taken === 0) {
        throw failure(place.code);
      }
      place.text += Buffer.from(bytes.subarray(0, taken));
      place.bytes += taken;
      return taken;
    },
    clock,
    (lost) => writer.write(`lost ${lost}\n`),
  );
  return { place, clock, writer };
};

test('LineWriter writes a line at once', () => {
  const { place, writer } = open();
  writer.write('one\n');
  expect(place.text).toBe('one\n');
  writer.write('two\n');
  expect(place.text).toBe('one\ntwo\n');
});

test.each(['EAGAIN', 'ENOSPC', 'EDQUOT', 'EIO', 'EFBIG', 'EPIPE', 'EBADF'])(
  'LineWriter retries after %s and continues where it was cut',
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

test('LineWriter retries when no byte is taken without an error', () => {
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

describe('LineWriter beyond 256 KiB', () => {
  const line = `${'x'.repeat(KIB - 1)}\n`;

  test('drops lines and reports their number where they are missing', () => {
    const { place, clock, writer } = open(0);
    for (let count = 0; count < 300; count += 1) {
      writer.write(line);
    }
    place.room = 10 * KIB;
    clock.advance(SECOND_MS);
    // There is room again, but this line would not be in the place of the lost ones.
    writer.write('also lost\n');
    place.room = Number.POSITIVE_INFINITY;
    clock.advance(SECOND_MS);
    writer.write('after\n');
    expect(place.text).toBe(`${line.repeat(256)}lost 45\nafter\n`);
  });

  test('counts dropped lines anew after a report', () => {
    const { place, clock, writer } = open(0);
    const lose = (lines: number) => {
      place.room = place.bytes;
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

  test('writes a single line of 300 KiB', () => {
    const { place, writer } = open();
    writer.write(line.repeat(300));
    expect(place.text).toHaveLength(300 * KIB);
  });
});

test('LineWriter retries once a second, however many lines are written', () => {
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

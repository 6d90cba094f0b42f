import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { OutputCoalescer } from '../../../../src/adapters/processes/io/output-coalescer.js';

const KIB = 1024;
const MAX_EVENTS_OF_THE_CODEX_CLI = 256;

let pieces: Buffer[];
let gathering: OutputCoalescer;

beforeEach(() => {
  jest.useFakeTimers();
  pieces = [];
  gathering = new OutputCoalescer((bytes) => pieces.push(Buffer.from(bytes)));
});

afterEach(() => {
  jest.useRealTimers();
});

const take = (text: string): void => gathering.write(Buffer.from(text));
const texts = (): string[] => pieces.map(String);

describe('Output', () => {
  test('is passed on as it comes, until it is to be gathered', () => {
    take('a');
    take('b');
    expect(texts()).toEqual(['a', 'b']);
    gathering.enable();
    take('c');
    expect(texts()).toEqual(['a', 'b']);
  });

  test('that gathers comes a moment later, in one piece', () => {
    gathering.enable();
    take('a');
    take('b');
    jest.advanceTimersByTime(15);
    expect(texts()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(texts()).toEqual(['ab']);
    jest.runAllTimers();
    expect(texts()).toEqual(['ab']);
  });

  test('that has gathered comes before what follows when it is to gather no more', () => {
    gathering.enable();
    take('a');
    gathering.disable();
    expect(texts()).toEqual(['a']);
    take('b');
    jest.runAllTimers();
    expect(texts()).toEqual(['a', 'b']);
  });

  test('waits as little as ever when it gathers anew', () => {
    for (let times = 0; times < 2; times += 1) {
      gathering.enable();
      for (let piece = 0; piece < 5; piece += 1) {
        take('.');
        jest.runAllTimers();
      }
      gathering.disable();
    }
    gathering.enable();
    take('a');
    jest.advanceTimersByTime(16);
    expect(texts().at(-1)).toBe('a');
  });

  test.each([
    [[64], [64]],
    [
      [1, 64],
      [64, 1],
    ],
    [
      [30, 30, 30, 30, 30],
      [64, 64, 22],
    ],
  ])('of %j KiB makes pieces of %j, those of 64 at once', (sizes, expected) => {
    gathering.enable();
    const all = Buffer.concat(sizes.map((size, index) => Buffer.alloc(size * KIB, index)));
    let at = 0;
    for (const size of sizes) {
      gathering.write(all.subarray(at, at + size * KIB));
      at += size * KIB;
    }
    const whole = expected.filter((size) => size === 64);
    expect(pieces.map(({ length }) => length / KIB)).toEqual(whole);
    gathering.flush();
    expect(pieces.map(({ length }) => length / KIB)).toEqual(expected);
    expect(Buffer.concat(pieces)).toEqual(all);
  });

  test('of half a minute on two streams and a whole window fits into the room of the Codex CLI', () => {
    const other = new OutputCoalescer((bytes) => pieces.push(Buffer.from(bytes)));
    for (const one of [gathering, other]) {
      one.enable();
      for (let written = 0; written < 3.75 * KIB * KIB; written += 4 * KIB) {
        one.write(Buffer.alloc(4 * KIB));
      }
    }
    for (let ms = 0; ms < 30_000; ms += 1) {
      for (const one of [gathering, other]) {
        one.write(Buffer.from('.'));
      }
      jest.advanceTimersByTime(1);
    }
    expect(pieces.length).toBeLessThan(MAX_EVENTS_OF_THE_CODEX_CLI);
  });
});

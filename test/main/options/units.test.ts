import { describe, expect, test } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import {
  formatBytes,
  formatMs,
  parseBytes,
  parseCount,
  parseDurationMs,
} from '../../../src/main/options/units.js';

describe('parseDurationMs', () => {
  test.each([
    ['500ms', 500],
    ['80s', 80_000],
    ['80', 80_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1.5s', 1500],
    ['0.25m', 15_000],
    ['007s', 7000],
    ['0.6ms', 1],
    ['1.4ms', 1],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  test.each([
    '',
    '0',
    '0ms',
    '0.4ms',
    ' ',
    's',
    '-1s',
    '+1s',
    '1 s',
    '1d',
    '1S',
    '1sec',
    '1e3s',
    '.5s',
    '1.s',
    '1,5s',
    'Infinity',
    'NaN',
    '0x10',
    '1s\n',
  ])('rejects %j', (text) => {
    expect(() => parseDurationMs(text)).toThrow(InvalidArgumentError);
  });
});

describe('parseBytes', () => {
  test.each([
    ['1', 1],
    ['65536', 65_536],
    ['10B', 10],
    ['64KiB', 65_536],
    ['1MiB', 1_048_576],
    ['2GiB', 2_147_483_648],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  test.each([
    '',
    '0',
    '0KiB',
    '-1',
    '1.5MiB',
    '1KB',
    '1kib',
    '1 KiB',
    'KiB',
    '1e3',
    '01',
    '0x10',
    '1\n',
  ])('rejects %j', (text) => {
    expect(() => parseBytes(text)).toThrow(InvalidArgumentError);
  });
});

describe('parseCount', () => {
  test.each([
    ['1', 1],
    ['10000', 10_000],
    ['999999999', 999_999_999],
  ])('reads %s as %d', (text, count) => {
    expect(parseCount(text)).toBe(count);
  });

  test.each(['', '0', '-1', '1.0', '1e3', '01', '+1', ' 1', '1000000000', 'many', '1\n'])(
    'rejects %j',
    (text) => {
      expect(() => parseCount(text)).toThrow(InvalidArgumentError);
    },
  );
});

test.each([
  [1, '1ms', '1B'],
  [1500, '1500ms', '1500B'],
  [80_000, '80s', '80000B'],
  [7_200_000, '2h', '7200000B'],
  [65_536, '65536ms', '64KiB'],
  [3 * 1024 ** 3, '3221225472ms', '3GiB'],
])('formatMs and formatBytes write %d as what the parsers read back', (value, time, size) => {
  expect([formatMs(value), formatBytes(value)]).toEqual([time, size]);
  expect([parseDurationMs(time), parseBytes(size)]).toEqual([value, value]);
});

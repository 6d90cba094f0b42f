import { InvalidArgumentError } from 'commander';

const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES_PER: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** `500ms`, `80s`, `2m`, `1h` or a plain number of seconds as whole milliseconds, above 0. */
export const parseDurationMs = (text: string): number => {
  const [, digits, unit = 's'] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Math.round(Number(digits) * (MS_PER[unit] ?? 0));
  if (digits === undefined || ms === 0) {
    throw new InvalidArgumentError('Expected a time above 0 such as 500ms, 80s, 2m or 1h.');
  }
  return ms;
};

/** The same, or `0`. */
export const parseDurationOrNoneMs = (text: string): number =>
  /^0(ms|s|m|h)?$/.test(text) ? 0 : parseDurationMs(text);

/** Milliseconds in the largest unit without a fraction, in the syntax of `parseDurationMs`. */
export const formatMs = (ms: number): string => format(ms, MS_PER);

/** Bytes in the largest unit without a fraction, in the syntax of `parseBytes`. */
export const formatBytes = (bytes: number): string => format(bytes, BYTES_PER);

const format = (value: number, units: Readonly<Record<string, number>>): string => {
  const [unit = '', size = 1] =
    Object.entries(units).findLast(([, size]) => value % size === 0) ?? [];
  return `${value / size}${unit}`;
};

/** `64KiB`, `1MiB`, `2GiB` or a plain number of bytes as bytes, above 0. */
export const parseBytes = (text: string): number => {
  const [, digits, unit = 'B'] = /^([1-9][0-9]*)(B|KiB|MiB|GiB)?$/.exec(text) ?? [];
  if (digits === undefined) {
    throw new InvalidArgumentError('Expected a size such as 65536, 64KiB, 1MiB or 2GiB.');
  }
  return Number(digits) * (BYTES_PER[unit] ?? 0);
};

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  1: true,
  yes: true,
  on: true,
  false: false,
  0: false,
  no: false,
  off: false,
};

/** `true`, `1`, `yes`, `on`, `false`, `0`, `no` or `off`, in any case. */
export const parseBoolean = (text: string): boolean => {
  const name = text.toLowerCase();
  const value = Object.hasOwn(BOOLEANS, name) ? BOOLEANS[name] : undefined;
  if (value === undefined) {
    throw new InvalidArgumentError('Expected true, 1, yes or on; or false, 0, no or off.');
  }
  return value;
};

const MAX_COUNT = 999_999_999;

/** A whole number from 1 to `MAX_COUNT`. */
export const parseCount = (text: string): number => {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) {
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${MAX_COUNT}.`);
  }
  return Number(text);
};

/** A path: any text that is not empty. */
export const parsePath = (text: string): string => {
  if (text === '') {
    throw new InvalidArgumentError('Expected the path of a file.');
  }
  return text;
};

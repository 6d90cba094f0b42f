import { InvalidArgumentError } from 'commander';

const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES_PER: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Milliseconds in `500ms`, `80s`, `2m`, `1h` or a plain number of seconds. */
export const parseDurationMs = (text: string): number => {
  const [, digits, unit = 's'] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) {
    throw new InvalidArgumentError('Expected a time such as 500ms, 80s, 2m or 1h.');
  }
  return Number(digits) * (MS_PER[unit] ?? 0);
};

/** Bytes in `64KiB`, `1MiB`, `2GiB` or a plain number of bytes. */
export const parseBytes = (text: string): number => {
  const [, digits, unit = 'B'] = /^([1-9][0-9]*)(B|KiB|MiB|GiB)?$/.exec(text) ?? [];
  if (digits === undefined) {
    throw new InvalidArgumentError('Expected a size such as 65536, 64KiB, 1MiB or 2GiB.');
  }
  return Number(digits) * (BYTES_PER[unit] ?? 0);
};

/** A whole number from 1. */
export const parseCount = (text: string): number => {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number from 1.');
  }
  return Number(text);
};

import { readFileSync } from 'node:fs';
import type { ProcessSpec } from '../../../application/ports/process-runner.js';

/** The longest argument or environment entry that Linux takes, its closing NUL included. */
const STRING_BYTES = 128 * 1024;
/** Linux takes a quarter of the stack limit for all of them, but never more than this, nor less than a string. */
const MAX_TOTAL_BYTES = 6 * 1024 * 1024;
const DEFAULT_STACK_BYTES = 8 * 1024 * 1024;
const POINTER_BYTES = 8;

/** Whether the kernel would refuse arguments and environment for their size. */
export const argumentsTooLarge = ({ argv, env }: Pick<ProcessSpec, 'argv' | 'env'>): boolean => {
  const sizes = [
    ...argv.map((text) => Buffer.byteLength(text) + 1),
    ...Object.entries(env).map(
      ([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value) + 2,
    ),
  ];
  const total = sizes.reduce((sum, size) => sum + size + POINTER_BYTES, 0);
  return (
    sizes.some((size) => size > STRING_BYTES) || (total > STRING_BYTES && total > totalLimit())
  );
};

const totalLimit = (): number =>
  Math.max(STRING_BYTES, Math.min(stackLimit() / 4, MAX_TOTAL_BYTES));

const stackLimit = (): number => {
  try {
    const [, limit] =
      /^Max stack size +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit ?? DEFAULT_STACK_BYTES);
  } catch {
    return DEFAULT_STACK_BYTES;
  }
};

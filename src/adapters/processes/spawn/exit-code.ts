import { constants } from 'node:os';

/** The wire's exit code: the status a process ended with, or 128 + N when signal N ended it. */
export const exitCode = (status: number | null, signal: NodeJS.Signals | number | null): number => {
  const number = typeof signal === 'string' ? constants.signals[signal] : signal;
  return number ? 128 + number : (status ?? 0);
};

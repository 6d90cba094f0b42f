import { constants } from 'node:os';

/** The exit code on the wire: the exit status, or 128 + N after signal N. */
export const exitCode = (status: number | null, signal: NodeJS.Signals | number | null): number => {
  const number = typeof signal === 'string' ? constants.signals[signal] : signal;
  return number ? 128 + number : (status ?? 0);
};

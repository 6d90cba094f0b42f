import { constants } from 'node:os';

/** How a program ended. */
export interface ProgramExit {
  /** The exit status, or 128 + N after signal N. */
  readonly exitCode: number;
  /** Name of the signal that ended it. */
  readonly signal: string | undefined;
}

/** From what the system says: a signal by name or number, 0 or null for none. */
export const programExit = (
  status: number | null,
  signal: NodeJS.Signals | number | null,
): ProgramExit => {
  const number = typeof signal === 'string' ? constants.signals[signal] : signal;
  return number
    ? { exitCode: 128 + number, signal: typeof signal === 'string' ? signal : nameOf(number) }
    : { exitCode: status ?? 0, signal: undefined };
};

const nameOf = (number: number): string | undefined =>
  Object.entries(constants.signals).find(([, known]) => known === number)?.[0];

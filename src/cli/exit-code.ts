import { constants } from 'node:os';

/** The exit code of a command, as a shell has it: 128 plus the number of the signal that ended it. */
export const exitCodeOf = (
  exitCode: number | null | undefined,
  signal: string | null | undefined,
): number => {
  const number = signal ? constants.signals[signal as NodeJS.Signals] : undefined;
  return number === undefined ? (exitCode ?? 1) : 128 + number;
};

/** The exit code of a failure that is not the command's, as with ssh. */
export const EXIT_OWN_FAILURE = 255;

/** The exit code when the output is closed. */
export const EXIT_BROKEN_PIPE = exitCodeOf(undefined, 'SIGPIPE');

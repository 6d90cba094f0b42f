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
  const known = Object.entries(constants.signals);
  const found = known.find(([name, number]) => signal === name || signal === number);
  return found === undefined
    ? { exitCode: signal ? 128 + Number(signal) : (status ?? 0), signal: undefined }
    : { exitCode: 128 + found[1], signal: found[0] };
};

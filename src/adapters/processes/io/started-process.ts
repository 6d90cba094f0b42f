import type { OutputReader } from './output-reader.js';
import type { ProcessInput } from './process-input.js';

/** The daemon's handles of a started process. */
export interface StartedProcess {
  readonly pid: number;
  readonly outputs: readonly OutputReader[];
  readonly input: ProcessInput;
  /** Calls the listener once with the exit code, in a later tick, when the process has been reaped. */
  readonly onExit: (listener: (exitCode: number) => void) => void;
  /** Closes what keeps the outputs open while the process runs. */
  readonly releaseTerminal: () => void;
}

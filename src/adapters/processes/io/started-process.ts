import type { OutputReader } from './output-reader.js';
import type { ProcessInput } from './process-input.js';

/** What a start leaves in the daemon's hands. */
export interface StartedProcess {
  readonly pid: number;
  readonly outputs: readonly OutputReader[];
  readonly input: ProcessInput;
  /** Calls once with the exit code, in a later turn of the event loop, when the process was reaped. */
  readonly onExit: (listener: (exitCode: number) => void) => void;
  /** Frees what kept the outputs from ending while the process itself ran. */
  readonly releaseTerminal: () => void;
}

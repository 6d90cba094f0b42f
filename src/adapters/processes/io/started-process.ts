import type { TerminalSize } from '../../../domain/processes/process-control.js';
import type { ProgramExit } from '../spawn/exit-code.js';
import type { OutputReader } from './output-reader.js';
import type { ProcessInput } from './process-input.js';

/** The daemon's handles of a started process. */
export interface StartedProcess {
  readonly pid: number;
  readonly outputs: readonly OutputReader[];
  readonly input: ProcessInput;
  /** Calls the listener once, in a later tick, when the process has been reaped. */
  readonly onExit: (listener: (exit: ProgramExit) => void) => void;
  /** Sets the size of the terminal; nothing without one, or once it is closed. */
  readonly resize: (size: TerminalSize) => void;
  /** Resolves once it is in the foreground of its terminal, and never rejects; undefined without a terminal. */
  readonly inForeground: Promise<void> | undefined;
  /** Closes what keeps the outputs open while the process runs. */
  readonly releaseTerminal: () => void;
}

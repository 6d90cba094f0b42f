import type { OutputGap } from './output-log.js';
import type { OutputEvent } from './process-event.js';

/** A part of a process's output, with its state at the time of reading. */
export interface OutputPage {
  readonly processId: string;
  /** What the reader had already. */
  readonly afterSeq: number;
  readonly chunks: readonly OutputEvent[];
  /** Set when output behind `afterSeq` is kept no more. */
  readonly gap: OutputGap | undefined;
  /** Where to read on: pass `nextSeq - 1` as the next `afterSeq`. */
  readonly nextSeq: number;
  /** Undefined while the process runs. */
  readonly exitCode: number | undefined;
  readonly closed: boolean;
  /** As the exit was told. */
  readonly sandboxDenied: boolean;
}

import type { OutputGap } from './output-log.js';
import type { OutputEvent } from './process-event.js';

/** A page of a process's output, with the state of the process at the time of reading. */
export interface OutputPage {
  readonly processId: string;
  /** The position of the reader before this page. */
  readonly afterSeq: number;
  readonly chunks: readonly OutputEvent[];
  /** Set when output above `afterSeq` was dropped. */
  readonly gap: OutputGap | undefined;
  /** The position after this page: pass `nextSeq - 1` as the next `afterSeq`. */
  readonly nextSeq: number;
  /** Undefined while the process runs. */
  readonly exitCode: number | undefined;
  readonly closed: boolean;
  /** As in the exit event. */
  readonly sandboxDenied: boolean;
}

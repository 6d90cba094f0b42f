import type { OutputRetention, OverflowPolicy } from '../output/output-log.js';

/** The memory limits of one process, and whether it is sandboxed. */
export interface ProcessHandleOptions {
  readonly output: OutputRetention;
  readonly overflow: OverflowPolicy;
  /** Unacknowledged output before the process is paused, with `overflow: 'pause'`. */
  readonly outputWindowBytes: number;
  readonly maxRememberedWriteIds: number;
  /** Whether the process is sandboxed: only then may a failure be reported as `sandboxDenied`. */
  readonly isSandboxed: boolean;
}

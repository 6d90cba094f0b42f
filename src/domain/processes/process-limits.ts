import type { OutputRetention, OverflowPolicy } from '../output/output-log.js';

/** What bounds the memory of one process. */
export interface ProcessLimits {
  readonly output: OutputRetention;
  readonly overflow: OverflowPolicy;
  /** How far output may be ahead of the client before the process is paused, with `overflow: 'pause'`. */
  readonly outputWindowBytes: number;
  readonly maxRememberedWriteIds: number;
  /** Whether a sandbox confines it: then a failure may be the sandbox's. */
  readonly isSandboxed: boolean;
}

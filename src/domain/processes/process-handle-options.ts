import type { OutputRetention, OverflowPolicy } from '../output/output-log.js';
import type { ProcessCommand } from './process-description.js';

/** What was started, and its memory limits. */
export interface ProcessHandleOptions {
  readonly command: ProcessCommand;
  readonly output: OutputRetention;
  readonly overflow: OverflowPolicy;
  /** Called with the bytes of unacknowledged output that was dropped, with `overflow: 'evict'`. */
  readonly onEvicted: (bytes: number) => void;
  /** Unacknowledged output before the process is paused, with `overflow: 'pause'`. */
  readonly outputWindowBytes: number;
  /** Accepted writes that are known when they are repeated. */
  readonly maxRememberedWriteIds: number;
  /** Whether the process is sandboxed: only then may a failure be reported as `sandboxDenied`. */
  readonly isSandboxed: boolean;
}

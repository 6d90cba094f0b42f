import { MIB } from './units.js';

/** Limits of processes and their input. */
export interface ProcessLimits {
  /** `--max-processes`: processes per session, running or kept; `process/start` of one more fails. */
  readonly maxProcessesPerSession: number;
  /**
   * How long a closed process stays readable and its id in use, while a client is attached; anew after each resume, and until it is read
   * to the end where a resumed client has begun to read it.
   */
  readonly closedProcessRetentionMs: number;
  /** `--max-pending-input`: unread input per process; more is rejected. */
  readonly maxPendingInputBytes: number;
  /** Write ids remembered per process; a repeat of an older one is written again. */
  readonly maxRememberedWriteIds: number;
  /** How long a stop waits for killed processes to be reaped. */
  readonly stopTimeoutMs: number;
}

export const DEFAULT_PROCESS_LIMITS: ProcessLimits = {
  maxProcessesPerSession: 10_000,
  closedProcessRetentionMs: 80_000,
  maxPendingInputBytes: 32 * MIB,
  maxRememberedWriteIds: 4096,
  stopTimeoutMs: 2000,
};

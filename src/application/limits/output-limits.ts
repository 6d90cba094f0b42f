import { MIB } from './units.js';

/** Limits of the output of processes. */
export interface OutputLimits {
  /** `--output-retention`: newest output kept per process for reads, acknowledged or not. */
  readonly outputRetentionBytes: number;
  /** Chunks kept per process, whatever their size: bounds the overhead of many tiny writes. */
  readonly outputRetentionChunks: number;
  /**
   * `--output-window`: unacknowledged output per process. A process is paused at half of it while a client is
   * attached, at 7/8 while none is (`FlowControlWindow`). No effect with `--on-overflow evict`.
   */
  readonly outputWindowBytes: number;
  /**
   * Output after which an acknowledgement is requested. Each costs a ping and a pong, 60 µs of CPU time; at
   * 256 KiB a stream at full speed would lose a tenth of its throughput.
   */
  readonly ackIntervalBytes: number;
  /**
   * `--max-retained-bytes`: unacknowledged output of all processes; above it the largest are paused first. Acknowledged output that closed
   * processes keep has the same limit.
   */
  readonly maxRetainedBytes: number;
}

export const DEFAULT_OUTPUT_LIMITS: OutputLimits = {
  outputRetentionBytes: MIB,
  outputRetentionChunks: 50_000,
  outputWindowBytes: 8 * MIB,
  ackIntervalBytes: MIB,
  maxRetainedBytes: 1024 * MIB,
};

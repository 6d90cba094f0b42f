import type { ProcessLimits } from '../../src/domain/processes/process-limits.js';

/** Limits that a test does not meet unless it sets them. */
export const processLimits = (limits: Partial<ProcessLimits> = {}): ProcessLimits => ({
  output: { bytes: 1000, chunks: 1000 },
  overflow: 'pause',
  outputWindowBytes: 1_000_000,
  maxRememberedWriteIds: 3,
  isSandboxed: false,
  ...limits,
});

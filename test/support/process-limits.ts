import type { ProcessHandleOptions } from '../../src/domain/processes/process-handle-options.js';

/** Limits that a test does not meet unless it sets them. */
export const processLimits = (
  limits: Partial<ProcessHandleOptions> = {},
): ProcessHandleOptions => ({
  output: { bytes: 1000, chunks: 1000 },
  overflow: 'pause',
  outputWindowBytes: 1_000_000,
  maxRememberedWriteIds: 3,
  isSandboxed: false,
  ...limits,
});

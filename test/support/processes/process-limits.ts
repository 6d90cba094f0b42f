import type { ProcessHandleOptions } from '../../../src/domain/processes/process-handle-options.js';

/** Limits that a test does not meet unless it sets them. */
export const processLimits = (
  limits: Partial<ProcessHandleOptions> = {},
): ProcessHandleOptions => ({
  command: {
    argv: ['make'],
    isArgvAbridged: false,
    cwd: '/',
    isOnTerminal: false,
    startedAtMs: 0,
  },
  output: { bytes: 1000, chunks: 1000 },
  overflow: 'pause',
  onEvicted: () => undefined,
  outputWindowBytes: 1_000_000,
  maxRememberedWriteIds: 3,
  isSandboxed: false,
  ...limits,
});

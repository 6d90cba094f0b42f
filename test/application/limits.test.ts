import { expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/application/limits.js';

test('by default a server keeps what the reference keeps, for as long', () => {
  expect(DEFAULT_LIMITS).toMatchObject({
    sessionTtlMs: 80_000,
    closedProcessRetentionMs: 80_000,
    outputRetentionBytes: 1_048_576,
    outputRetentionChunks: 50_000,
    rememberedWriteIds: 4096,
    maxFrameBytes: 16_777_216,
    maxMessageBytes: 67_108_864,
    pingIntervalMs: 30_000,
  });
});

test('no outgoing frame is larger than what the Codex client takes', () => {
  expect(DEFAULT_LIMITS.outgoingFrameBytes).toBeLessThanOrEqual(16_777_216);
});

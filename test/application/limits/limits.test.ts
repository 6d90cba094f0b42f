import { expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';

test('default limits for sessions, output, write ids and frames are those of upstream', () => {
  expect(DEFAULT_LIMITS).toMatchObject({
    sessionTtlMs: 80_000,
    closedProcessRetentionMs: 80_000,
    outputRetentionBytes: 1_048_576,
    outputRetentionChunks: 50_000,
    maxRememberedWriteIds: 4096,
    maxFrameBytes: 16_777_216,
    maxMessageBytes: 67_108_864,
  });
});

test('default maxOutgoingFrameBytes is at most the 16 MiB that the Codex client accepts', () => {
  expect(DEFAULT_LIMITS.maxOutgoingFrameBytes).toBeLessThanOrEqual(16_777_216);
});

test('default heartbeat detects a silent client within 15 s and allows 4 missed pings', () => {
  const { peerTimeoutMs, pingIntervalMs, probeTimeoutMs } = DEFAULT_LIMITS;

  expect(peerTimeoutMs + pingIntervalMs).toBeLessThanOrEqual(15_000);
  expect(peerTimeoutMs / pingIntervalMs).toBeGreaterThanOrEqual(4);
  expect(probeTimeoutMs).toBe(1000);
});

test('default acknowledgement interval is at most an eighth of the output window', () => {
  const { ackIntervalBytes, outputWindowBytes, outputRetentionBytes } = DEFAULT_LIMITS;

  expect(outputWindowBytes).toBe(8 * 1_048_576);
  expect(ackIntervalBytes).toBeLessThanOrEqual(outputWindowBytes / 8);
  expect(outputRetentionBytes).toBeLessThan(outputWindowBytes);
});

test('default largest buffered response, with escaped headers, fits a message of 64 MiB', () => {
  const { maxResponseBodyBytes, maxResponseHeaderBytes, maxBufferedBodyBytes } = DEFAULT_LIMITS;

  expect(Math.ceil(maxResponseBodyBytes / 3) * 4 + 6 * maxResponseHeaderBytes).toBeLessThan(
    64 * 1_048_576,
  );
  expect(maxBufferedBodyBytes).toBeGreaterThan(4 * maxResponseBodyBytes);
});

test('default body chunk fits one outgoing frame as base64', () => {
  const { maxBodyChunkBytes, maxOutgoingFrameBytes } = DEFAULT_LIMITS;

  expect(2 * maxBodyChunkBytes).toBeLessThan(maxOutgoingFrameBytes);
});

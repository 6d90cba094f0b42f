import { expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';

test('by default a server keeps what the reference keeps, for as long', () => {
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

test('no outgoing frame is larger than what the Codex client takes', () => {
  expect(DEFAULT_LIMITS.maxOutgoingFrameBytes).toBeLessThanOrEqual(16_777_216);
});

test('a silent client is found out within 15 s, one that misses a few pings is not cut', () => {
  const { peerTimeoutMs, pingIntervalMs, probeTimeoutMs } = DEFAULT_LIMITS;

  expect(peerTimeoutMs + pingIntervalMs).toBeLessThanOrEqual(15_000);
  expect(peerTimeoutMs / pingIntervalMs).toBeGreaterThanOrEqual(4);
  expect(probeTimeoutMs).toBe(1000);
});

test('arrival is asked for long before a process is paused for want of it', () => {
  const { ackIntervalBytes, outputWindowBytes, outputRetentionBytes } = DEFAULT_LIMITS;

  expect(outputWindowBytes).toBe(8 * 1_048_576);
  expect(ackIntervalBytes).toBeLessThanOrEqual(outputWindowBytes / 8);
  expect(outputRetentionBytes).toBeLessThan(outputWindowBytes);
});

test('the largest buffered response, its headers escaped, fits a message of the Codex client', () => {
  const { maxResponseBodyBytes, maxResponseHeaderBytes, maxBufferedBodyBytes } = DEFAULT_LIMITS;

  expect(Math.ceil(maxResponseBodyBytes / 3) * 4 + 6 * maxResponseHeaderBytes).toBeLessThan(
    64 * 1_048_576,
  );
  expect(maxBufferedBodyBytes).toBeGreaterThan(4 * maxResponseBodyBytes);
});

test('a part of a streamed body, as base64, is one frame', () => {
  const { maxBodyChunkBytes, maxOutgoingFrameBytes } = DEFAULT_LIMITS;

  expect(2 * maxBodyChunkBytes).toBeLessThan(maxOutgoingFrameBytes);
});

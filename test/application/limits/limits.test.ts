import { expect, test } from '@jest/globals';
import { findConflict, isWithinBounds } from '../../../src/application/limits/limit-bounds.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/application/limits/limits.js';

const MIB = 1_048_576;

test('every default limit is one that an embedder could set, and none conflicts with another', () => {
  const invalid = Object.entries(DEFAULT_LIMITS).filter(
    ([limit, value]) => !isWithinBounds(limit as keyof Limits, value),
  );

  expect(invalid).toEqual([]);
  expect(findConflict(DEFAULT_LIMITS)).toBeUndefined();
});

/** A client that works with upstream must not notice a limit that upstream does not have. */
test.each<[keyof Limits, number]>([
  ['sessionTtlMs', 80_000],
  ['closedProcessRetentionMs', 80_000],
  ['outputRetentionBytes', MIB],
  ['outputRetentionChunks', 50_000],
  ['maxRememberedWriteIds', 4096],
  ['maxFrameBytes', 16 * MIB],
  ['maxMessageBytes', 64 * MIB],
])('default %s keeps or accepts at least what upstream does', (limit, upstream) => {
  expect(DEFAULT_LIMITS[limit]).toBeGreaterThanOrEqual(upstream);
});

test('default maxOutgoingFrameBytes is at most the 16 MiB that the Codex client accepts', () => {
  expect(DEFAULT_LIMITS.maxOutgoingFrameBytes).toBeLessThanOrEqual(16 * MIB);
});

test('default heartbeat detects a silent client in 15 s, at a resume in 1 s, and allows 4 missed pings', () => {
  const { peerTimeoutMs, pingIntervalMs, probeTimeoutMs } = DEFAULT_LIMITS;

  expect(peerTimeoutMs + pingIntervalMs).toBeLessThanOrEqual(15_000);
  expect(peerTimeoutMs / pingIntervalMs).toBeGreaterThanOrEqual(4);
  expect(probeTimeoutMs).toBeLessThanOrEqual(1000);
});

test('default output window holds 8 acknowledgement intervals, and more than the retention', () => {
  const { ackIntervalBytes, outputWindowBytes, outputRetentionBytes } = DEFAULT_LIMITS;

  expect(ackIntervalBytes).toBeLessThanOrEqual(outputWindowBytes / 8);
  expect(outputRetentionBytes).toBeLessThan(outputWindowBytes);
});

test('default largest buffered response, with escaped headers, fits a message of 64 MiB', () => {
  const { maxResponseBodyBytes, maxResponseHeaderBytes, maxBufferedBodyBytes } = DEFAULT_LIMITS;

  expect(Math.ceil(maxResponseBodyBytes / 3) * 4 + 6 * maxResponseHeaderBytes).toBeLessThan(
    64 * MIB,
  );
  expect(maxBufferedBodyBytes).toBeGreaterThan(4 * maxResponseBodyBytes);
});

test('default body chunk fits one outgoing frame as base64', () => {
  const { maxBodyChunkBytes, maxOutgoingFrameBytes } = DEFAULT_LIMITS;

  expect(2 * maxBodyChunkBytes).toBeLessThan(maxOutgoingFrameBytes);
});

import { expect, test } from '@jest/globals';
import type { FakeProcess } from '../../../fakes/fake-process.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { CHUNK_OVERHEAD_BYTES, windowFor } from '../../../support/output-chunk.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

/** Every chunk costs 1000 bytes; the window takes four of them. */
const COST = 1000;
const CHUNK = 'x'.repeat(COST - CHUNK_OVERHEAD_BYTES);
const GRACE_MS = 60_000;
/** After it a client that does not read gets new output. */
const READ_TIMEOUT_MS = 1000;
/** By then each chunk that is written while no client is attached is an event of its own. */
const MAX_COALESCING_MS = 500;
const LIMITS = {
  outputWindowBytes: windowFor(4 * COST),
  outputRetentionBytes: CHUNK.length,
  resumeReadTimeoutMs: READ_TIMEOUT_MS,
};

test('the backlog of one outage stays readable, whatever is acknowledged later', async () => {
  const { harness, client, process } = await cut(1);
  for (let seq = 9; seq <= 100; seq += 1) {
    process.output(CHUNK);
    client.channel.confirm('p', { after: seq - 1, through: seq });
  }
  harness.clock.advance(10 * GRACE_MS);
  expect(process.isPaused).toBe(false);

  const page = await client.read('p');
  expect(page.chunks.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 100]);
  expect(page.gap?.firstRetainedSeq).toBe(100);
});

test('a process paused by the backlog of 3 outages resumes after backlogGraceMs without a read', async () => {
  const { harness, client, process } = await cut(3);
  expect(process.isPaused).toBe(true);
  harness.clock.advance(GRACE_MS - READ_TIMEOUT_MS - 1);
  expect(process.isPaused).toBe(true);
  expect(await missing(client)).toBe(0);

  harness.clock.advance(1);
  expect(process.isPaused).toBe(false);
  expect(await missing(client)).toBeGreaterThan(0);
});

test('a process paused by the backlog of 3 outages resumes once its client reads', async () => {
  const { client, process } = await cut(3);
  const { nextSeq } = await client.read('p');
  client.channel.confirm('p', { after: 0, through: nextSeq - 1 });

  expect(process.isPaused).toBe(false);
});

test('the backlog of 3 outages is kept for a client that has begun to read it', async () => {
  const { harness, client } = await cut(3);
  const { nextSeq } = await client.read('p', { maxBytes: 1 });
  harness.clock.advance(10 * GRACE_MS);

  const rest = await client.read('p', { afterSeq: nextSeq - 1 });
  expect([rest.gap, rest.chunks[0]?.seq]).toEqual([undefined, nextSeq]);
});

test('the grace period of a connection ends with that connection', async () => {
  const { harness, client, process } = await cut(3);
  harness.clock.advance(GRACE_MS - READ_TIMEOUT_MS - 1);
  client.drop();
  const next = harness.resume(client.sessionId);
  harness.clock.advance(READ_TIMEOUT_MS);
  expect(process.isPaused).toBe(true);
  expect(await missing(next)).toBe(0);
});

test('a process paused for memory resumes without its backlog after backlogGraceMs', async () => {
  const { harness, process } = await cut(1, { maxRetainedBytes: 3 * COST });
  expect(process.isPaused).toBe(true);
  harness.clock.advance(GRACE_MS);

  expect(process.isPaused).toBe(false);
});

/** A client that was cut off so many times with as much under way as could be, and is back without a read. */
const cut = async (
  times: number,
  limits: { maxRetainedBytes?: number } = {},
): Promise<{ harness: UseCaseHarness; client: HarnessClient; process: FakeProcess }> => {
  const harness = new UseCaseHarness({ ...LIMITS, ...limits });
  let client = harness.open();
  await client.start('p');
  const process = harness.runner.latest;
  for (let cuts = 0; cuts < times; cuts += 1) {
    while (!process.isPaused) {
      process.output(CHUNK);
    }
    client.drop();
    while (!process.isPaused) {
      process.output(CHUNK);
      harness.clock.advance(MAX_COALESCING_MS);
    }
    client = harness.resume(client.sessionId);
    harness.clock.advance(READ_TIMEOUT_MS);
  }
  return { harness, client, process };
};

const missing = async (client: HarnessClient): Promise<number> => {
  const { chunks, nextSeq } = await client.read('p');
  return nextSeq - 1 - chunks.length;
};

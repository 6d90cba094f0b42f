import { describe, expect, test } from '@jest/globals';
import type { Limits } from '../../../../src/application/limits/limits.js';
import type { OverflowPolicy } from '../../../../src/domain/output/output-log.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TIMEOUT_MS = 1000;
/** For a client that has read something. */
const READER_TIMEOUT_MS = 5000;
const TTL_MS = 80_000;
const MISSED = 'x'.repeat(16 * 1024);
/** 1 ms for each 16 KiB that is read, and part of it. */
const MERGE_MS = 2;

describe('After a resume new output of a process', () => {
  test.each<OverflowPolicy>(['pause', 'evict'])(
    'waits until its client has had the time to merge what it missed (on overflow: %s)',
    async (overflow) => {
      const { harness, client, processes } = await cutOff({}, overflow);
      expect(paused(processes)).toEqual([true, true]);
      const page = await client.read('a');
      expect(page).toMatchObject({ nextSeq: 4, awaitsAck: true });
      expect(paused(processes)).toEqual([true, true]);

      client.channel.confirm('a', { after: 0, through: 3 });
      client.channel.confirm('a', { after: 0, through: 3 });
      harness.clock.advance(MERGE_MS - 1);
      expect(paused(processes)).toEqual([true, true]);
      harness.clock.advance(1);
      expect(paused(processes)).toEqual([false, true]);
      expect(await client.read('a')).toMatchObject({ awaitsAck: false });
    },
  );

  test('continues at once when its client says by a read that it has missed nothing', async () => {
    const { client, processes } = await cutOff();
    expect(await client.read('a', { afterSeq: 3 })).toMatchObject({ chunks: [], awaitsAck: false });

    expect(paused(processes)).toEqual([false, true]);
  });

  test('continues when a read that waits for more says that its client has missed nothing', async () => {
    const { client, processes } = await cutOff();
    const read = client.read('a', { afterSeq: 3, waitMs: 100_000 });
    await client.read('b');
    expect(paused(processes)).toEqual([false, true]);
    processes[0]?.output('more');

    expect(await read).toMatchObject({ nextSeq: 5, awaitsAck: false });
  });

  test('does not wait when everything was acknowledged before the outage', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('a');
    harness.runner.latest.output('x');
    client.channel.confirm('a', { after: 0, through: 1 });
    client.drop();
    harness.resume(client.sessionId);

    expect(harness.runner.latest.calls).toEqual([]);
  });

  test('waits until the last of several pages is acknowledged', async () => {
    const { harness, client, processes } = await cutOff();
    for (const afterSeq of [0, 1, 2]) {
      const page = await client.read('a', { afterSeq, maxBytes: 1 });
      expect(page).toMatchObject({ nextSeq: afterSeq + 2, awaitsAck: true });
      expect(paused(processes)).toEqual([true, true]);
    }

    client.channel.confirm('a', { after: 2, through: 3 });
    harness.clock.advance(MERGE_MS);
    expect(paused(processes)).toEqual([false, true]);
  });

  test('does not wait for a process that was started after it', async () => {
    const { harness, client } = await cutOff();
    await client.start('c');

    expect(harness.runner.latest.calls).toEqual([]);
  });

  test('waits, but its exit does not', async () => {
    const { client, processes } = await cutOff();
    processes[0]?.exit(7);

    expect(client.events).toMatchObject([{ kind: 'exited', seq: 4, exitCode: 7 }]);
    expect(paused(processes)).toEqual([true, true]);
  });
});

describe('A client that does not read after a resume', () => {
  test('gets new output after resumeReadTimeoutMs', async () => {
    const { harness, processes } = await cutOff();
    harness.clock.advance(TIMEOUT_MS - 1);
    expect(paused(processes)).toEqual([true, true]);

    harness.clock.advance(1);
    expect(paused(processes)).toEqual([false, false]);
  });

  test('gets, when it reads one of two processes, the output of the other after five times as long', async () => {
    const { harness, client, processes } = await cutOff();
    harness.clock.advance(TIMEOUT_MS - 1);
    await client.read('a');
    client.channel.confirm('a', { after: 0, through: 3 });
    harness.clock.advance(READER_TIMEOUT_MS);
    expect(paused(processes)).toEqual([false, true]);

    harness.clock.advance(1);
    expect(paused(processes)).toEqual([false, false]);
  });

  test('gets the rest as new output after five times as long without progress', async () => {
    const { harness, client, processes } = await cutOff();
    await client.read('a', { maxBytes: 1 });
    client.channel.confirm('a', { after: 0, through: 1 });
    harness.clock.advance(READER_TIMEOUT_MS);
    await client.read('a', { afterSeq: 1, maxBytes: 1 });
    client.channel.confirm('a', { after: 1, through: 2 });
    harness.clock.advance(READER_TIMEOUT_MS);
    expect(paused(processes)).toEqual([true, true]);

    harness.clock.advance(READER_TIMEOUT_MS);
    expect(paused(processes)).toEqual([false, false]);
  });
});

test('A page that takes longer to arrive than a client may take to read is waited for', async () => {
  const { harness, client, processes } = await cutOff();
  await client.read('a');
  harness.clock.advance(10 * READER_TIMEOUT_MS);
  expect(paused(processes)).toEqual([true, true]);

  client.channel.confirm('a', { after: 0, through: 3 });
  harness.clock.advance(MERGE_MS);
  expect(paused(processes)).toEqual([false, true]);
});

test('A second cut lets processes run on, and the time of the next connection starts with its resume', async () => {
  const { harness, client, processes } = await cutOff();
  await client.read('a');
  harness.clock.advance(TIMEOUT_MS - 1);
  client.drop();
  expect(paused(processes)).toEqual([false, false]);
  processes[0]?.output('while detached');
  const next = harness.resume(client.sessionId);
  harness.clock.advance(TIMEOUT_MS - 1);
  expect(paused(processes)).toEqual([true, true]);
  client.channel.confirm('a', { after: 0, through: 3 });
  expect(paused(processes)).toEqual([true, true]);

  expect(await next.read('a', { afterSeq: 3 })).toMatchObject({ nextSeq: 5, awaitsAck: true });
  next.channel.confirm('a', { after: 3, through: 4 });
  harness.clock.advance(MERGE_MS);
  expect(paused(processes)).toEqual([false, true]);
});

test('A second cut while a client merges what it missed leaves the hold of its next connection alone', async () => {
  const { harness, client, processes } = await cutOff();
  await client.read('a');
  client.channel.confirm('a', { after: 0, through: 3 });
  client.drop();
  processes[0]?.output('while detached');
  harness.resume(client.sessionId);
  harness.clock.advance(MERGE_MS);

  expect(paused(processes)).toEqual([true, true]);
});

test('A session that expires after a cut during the wait leaves neither a process nor a timer', async () => {
  const { harness, client, processes } = await cutOff();
  client.drop();
  harness.clock.advance(TTL_MS);

  expect(processes.map(({ calls }) => calls.at(-1))).toEqual(['kill', 'kill']);
  expect(harness.clock.pending).toBe(0);
});

/** A resumed client of two processes: 3 events of `a` and 2 of `b` are not acknowledged. */
const cutOff = async (limits: Partial<Limits> = {}, overflow: OverflowPolicy = 'pause') => {
  const harness = new UseCaseHarness({ sessionTtlMs: TTL_MS, ...limits }, overflow);
  const first = harness.open();
  await first.start('a');
  await first.start('b');
  const processes = harness.runner.started;
  for (const process of processes) {
    process.output('sent');
    process.output('sent');
  }
  first.drop();
  processes[0]?.output(MISSED);
  const client: HarnessClient = harness.resume(first.sessionId);
  return { harness, client, processes };
};

const paused = (processes: readonly { readonly isPaused: boolean }[]): readonly boolean[] =>
  processes.map(({ isPaused }) => isPaused);

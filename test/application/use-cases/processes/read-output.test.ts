import { getEventListeners } from 'node:events';
import { describe, expect, jest, test } from '@jest/globals';
import type { OutputPage } from '../../../../src/domain/output/output-page.js';
import type { ProcessHandle } from '../../../../src/domain/processes/process-handle.js';
import { fault } from '../../../support/fault.js';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

describe('a read that does not wait', () => {
  test('returns what there is behind its cursor', async () => {
    const { client, process } = await talking('a', 'b', 'c');

    expect(textOf(await client.read('p'))).toBe('abc');
    expect(textOf(await client.read('p', { afterSeq: 2 }))).toBe('c');
    expect(await client.read('p', { afterSeq: 3 })).toEqual({
      processId: 'p',
      afterSeq: 3,
      chunks: [],
      gap: undefined,
      nextSeq: 4,
      exitCode: undefined,
      sandboxDenied: false,
      closed: false,
    });
    process.end(9);
    expect(await client.read('p', { afterSeq: 3 })).toMatchObject({ exitCode: 9, closed: true });
  });

  test('keeps to its budget', async () => {
    const { client } = await talking('aa', 'bb');
    const page = await client.read('p', { maxBytes: 3 });

    expect(textOf(page)).toBe('aa');
    expect(page.nextSeq).toBe(2);
  });

  test('does not know a process that nobody started', async () => {
    await expect(new UseCaseHarness().open().read('nobody knows')).rejects.toEqual(
      fault('invalid-request', 'unknown process id nobody knows'),
    );
  });

  test('does not know the processes of another session', async () => {
    const { bench } = await talking();

    await expect(bench.open().read('p')).rejects.toThrow('unknown process id p');
  });

  test('finds as much output as the limits keep, and the gap before it, with eviction', async () => {
    const bench = new UseCaseHarness(
      { outputRetentionBytes: 4, outputRetentionChunks: 3 },
      'evict',
    );
    const client = bench.open();
    await client.start('p');
    for (const text of ['aa', 'bb', 'cc']) {
      bench.runner.latest.output(text);
    }
    expect(textOf(await client.read('p'))).toBe('bbcc');

    for (const text of ['d', 'e', 'f', 'g']) {
      bench.runner.latest.output(text);
    }
    expect(textOf(await client.read('p'))).toBe('efg');
    expect((await client.read('p')).gap).toEqual({ firstRetainedSeq: 5, droppedBytes: 7 });
    expect(bench.runner.latest.calls).toEqual([]);
  });

  test('finds all output that has not arrived, whatever the limits keep', async () => {
    const bench = new UseCaseHarness({ outputRetentionBytes: 4, outputRetentionChunks: 3 });
    const client = bench.open();
    await client.start('p');
    for (const text of ['aa', 'bb', 'cc', 'd', 'e']) {
      bench.runner.latest.output(text);
    }
    const page = await client.read('p');

    expect(textOf(page)).toBe('aabbccde');
    expect(page.gap).toBeUndefined();
  });
});

describe('a read that may wait', () => {
  test('does not when there is news behind its cursor', async () => {
    const { bench, client, process } = await talking('a');
    expect(textOf(await client.read('p', { waitMs: 1000 }))).toBe('a');

    process.exit(1);
    expect(await client.read('p', { afterSeq: 1, waitMs: 1000 })).toMatchObject({ exitCode: 1 });
    expect(bench.clock.pending).toBe(0);
  });

  test('does not when the process has closed, whatever the cursor', async () => {
    const { client, process } = await talking();
    process.end();

    expect(await client.read('p', { afterSeq: 99, waitMs: 1000 })).toMatchObject({ closed: true });
  });

  test('is answered with the first output that comes', async () => {
    const { bench, client, process } = await talking('a');
    const read = client.read('p', { afterSeq: 1, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    process.output('b', 'stderr');

    expect(await isPending(read)).toBe(false);
    expect((await read).chunks).toMatchObject([{ seq: 2, stream: 'stderr' }]);
    expect(bench.clock.pending).toBe(0);
  });

  test('is answered when the process exits, and again when it closes', async () => {
    const { client, process } = await talking();
    const exit = client.read('p', { waitMs: 1000 });
    expect(await isPending(exit)).toBe(true);
    process.exit(3);
    expect(await exit).toMatchObject({ exitCode: 3, closed: false, nextSeq: 2 });

    const end = client.read('p', { afterSeq: 1, waitMs: 1000 });
    expect(await isPending(end)).toBe(true);
    process.close();
    expect(await end).toMatchObject({ exitCode: 3, closed: true, nextSeq: 3 });
  });

  test('is not woken by an exit it knows of, but by late output', async () => {
    const { client, process } = await talking('a');
    const read = client.read('p', { afterSeq: 2, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    process.exit();
    expect(await isPending(read)).toBe(true);
    process.output('late');

    expect(textOf(await read)).toBe('late');
  });

  test('is not woken by what its cursor has passed', async () => {
    const { client, process } = await talking();
    const read = client.read('p', { afterSeq: 2, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    process.output('a');
    process.output('b');
    expect(await isPending(read)).toBe(true);
    process.output('c');

    expect(textOf(await read)).toBe('c');
  });

  test('is answered with nothing at the end of its wait, not before', async () => {
    const { bench, client } = await talking('a');
    const read = client.read('p', { afterSeq: 1, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    bench.clock.advance(999);
    expect(await isPending(read)).toBe(true);
    bench.clock.advance(1);

    expect(await read).toMatchObject({
      chunks: [],
      nextSeq: 2,
      exitCode: undefined,
      closed: false,
    });
  });

  test.each([2 ** 31, 2 ** 53, 2 ** 64])(
    'waits as long as it is told to: %d ms',
    async (waitMs) => {
      const { bench, client, process } = await talking();
      const read = client.read('p', { waitMs });
      expect(await isPending(read)).toBe(true);
      bench.clock.advance(2 ** 31 - 1);
      expect(await isPending(read)).toBe(true);
      process.output('at last');

      expect(textOf(await read)).toBe('at last');
    },
  );

  test('holds up neither other reads nor anything else', async () => {
    const { bench, client, process } = await talking();
    const reads = [client.read('p', { waitMs: 1000 }), client.read('p', { waitMs: 1000 })] as const;
    expect(await isPending(reads[0])).toBe(true);
    expect(await client.write('p', 'x')).toBe('accepted');
    expect(await client.read('p')).toMatchObject({ nextSeq: 1 });
    process.output('news');

    expect((await Promise.all(reads)).map(textOf)).toEqual(['news', 'news']);
    expect(bench.clock.pending).toBe(0);
  });
});

test('a read that is answered leaves nothing behind that listens', async () => {
  const { bench, client, process } = await talking();
  const handle = (await client.session.process('p')) as ProcessHandle;
  const read = client.read('p', { waitMs: 1000 });
  expect(await isPending(read)).toBe(true);
  bench.clock.advance(1000);
  await read;
  const asked = jest.spyOn(handle, 'hasEventsAfter');
  process.output('nobody waits for this');

  expect(asked).not.toHaveBeenCalled();
  expect(getEventListeners(client.connection.closed, 'abort')).toEqual([]);
});

/** The timer that ends the patience with a client that has resumed. */
const OF_THE_RESUME = 1;

describe('a read that waits when its connection is lost', () => {
  const lost = fault('invalid-request', 'session has been resumed by another connection');

  test('fails at once, and leaves no timer behind', async () => {
    const { bench, client } = await talking();
    const read = client.read('p', { waitMs: 100_000 });
    expect(await isPending(read)).toBe(true);
    client.drop();

    await expect(read).rejects.toEqual(lost);
    expect(bench.sessions.size).toBe(1);
    bench.resume(client.sessionId);
    expect(bench.clock.pending).toBe(OF_THE_RESUME);
  });

  test('fails too when the process was still starting', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    const release = bench.runner.holdStarts();
    const start = client.start('p');
    const read = client.read('p', { waitMs: 100_000 });
    client.drop();
    bench.resume(client.sessionId);
    release();
    await start;

    await expect(read).rejects.toEqual(lost);
    expect(bench.clock.pending).toBe(OF_THE_RESUME);
  });
});

const talking = async (...texts: readonly string[]) => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  const process = bench.runner.latest;
  for (const text of texts) {
    process.output(text);
  }
  return { bench, client, process };
};

const textOf = (page: OutputPage): string =>
  page.chunks.map(({ bytes }) => Buffer.from(bytes).toString()).join('');

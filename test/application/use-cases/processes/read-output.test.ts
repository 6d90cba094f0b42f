import { describe, expect, jest, test } from '@jest/globals';
import type { OutputPage } from '../../../../src/domain/output/output-log.js';
import type { ProcessHandle } from '../../../../src/domain/processes/process-handle.js';
import { fault } from '../../../support/fault.js';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

describe('ReadOutput without waitMs', () => {
  test('returns the chunks after its cursor and the state of the process', async () => {
    const { client, process } = await started('a', 'b', 'c');

    expect(textOf(await client.read('p'))).toBe('abc');
    expect(textOf(await client.read('p', { afterSeq: 2 }))).toBe('c');
    expect(await client.read('p', { afterSeq: 3 })).toEqual({
      processId: 'p',
      afterSeq: 3,
      chunks: [],
      gap: undefined,
      nextSeq: 4,
      awaitsAck: false,
      exit: undefined,
      closed: false,
    });
    process.end(9);
    expect(await client.read('p', { afterSeq: 3 })).toMatchObject({
      exit: { exitCode: 9 },
      closed: true,
    });
  });

  test('returns at most maxBytes', async () => {
    const { client } = await started('aa', 'bb');
    const page = await client.read('p', { maxBytes: 3 });

    expect(textOf(page)).toBe('aa');
    expect(page.nextSeq).toBe(2);
  });

  test('refuses an unknown process', async () => {
    await expect(new UseCaseHarness().open().read('unknown')).rejects.toEqual(
      fault('invalid-request', 'unknown process id unknown'),
    );
  });

  test('refuses a process of another session', async () => {
    const { harness } = await started();

    await expect(harness.open().read('p')).rejects.toThrow('unknown process id p');
  });

  test('returns the retained chunks and the gap before them, with eviction', async () => {
    const harness = new UseCaseHarness(
      { outputRetentionBytes: 4, outputRetentionChunks: 3 },
      'evict',
    );
    const client = harness.open();
    await client.start('p');
    for (const text of ['aa', 'bb', 'cc']) {
      harness.runner.latest.output(text);
    }
    expect(textOf(await client.read('p'))).toBe('bbcc');

    for (const text of ['d', 'e', 'f', 'g']) {
      harness.runner.latest.output(text);
    }
    expect(textOf(await client.read('p'))).toBe('efg');
    expect((await client.read('p')).gap).toEqual({ firstRetainedSeq: 5, droppedBytes: 7 });
    expect(harness.runner.latest.calls).toEqual([]);
  });

  test('returns all unacknowledged output beyond the retention', async () => {
    const harness = new UseCaseHarness({ outputRetentionBytes: 4, outputRetentionChunks: 3 });
    const client = harness.open();
    await client.start('p');
    for (const text of ['aa', 'bb', 'cc', 'd', 'e']) {
      harness.runner.latest.output(text);
    }
    const page = await client.read('p');

    expect(textOf(page)).toBe('aabbccde');
    expect(page.gap).toBeUndefined();
  });
});

describe('ReadOutput with waitMs', () => {
  test('returns at once when there are events after its cursor', async () => {
    const { harness, client, process } = await started('a');
    expect(textOf(await client.read('p', { waitMs: 1000 }))).toBe('a');

    process.exit(1);
    expect(await client.read('p', { afterSeq: 1, waitMs: 1000 })).toMatchObject({
      exit: { exitCode: 1 },
    });
    expect(harness.clock.pending).toBe(0);
  });

  test('returns at once for a closed process, whatever the cursor', async () => {
    const { client, process } = await started();
    process.end();

    expect(await client.read('p', { afterSeq: 99, waitMs: 1000 })).toMatchObject({ closed: true });
  });

  test('returns with the next output', async () => {
    const { harness, client, process } = await started('a');
    const read = client.read('p', { afterSeq: 1, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    process.output('b', 'stderr');

    expect(await isPending(read)).toBe(false);
    expect((await read).chunks).toMatchObject([{ seq: 2, stream: 'stderr' }]);
    expect(harness.clock.pending).toBe(0);
  });

  test('returns at the exit, and at the closing for the next read', async () => {
    const { client, process } = await started();
    const exit = client.read('p', { waitMs: 1000 });
    expect(await isPending(exit)).toBe(true);
    process.exit(3);
    expect(await exit).toMatchObject({ exit: { exitCode: 3 }, closed: false, nextSeq: 2 });

    const end = client.read('p', { afterSeq: 1, waitMs: 1000 });
    expect(await isPending(end)).toBe(true);
    process.close();
    expect(await end).toMatchObject({ exit: { exitCode: 3 }, closed: true, nextSeq: 3 });
  });

  test('waits past an exit it knows until there is late output', async () => {
    const { client, process } = await started('a');
    const read = client.read('p', { afterSeq: 2, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    process.exit();
    expect(await isPending(read)).toBe(true);
    process.output('late');

    expect(textOf(await read)).toBe('late');
  });

  test('waits past output before its cursor', async () => {
    const { client, process } = await started();
    const read = client.read('p', { afterSeq: 2, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    process.output('a');
    process.output('b');
    expect(await isPending(read)).toBe(true);
    process.output('c');

    expect(textOf(await read)).toBe('c');
  });

  test('returns without chunks at the end of waitMs, not before', async () => {
    const { harness, client } = await started('a');
    const read = client.read('p', { afterSeq: 1, waitMs: 1000 });
    expect(await isPending(read)).toBe(true);
    harness.clock.advance(999);
    expect(await isPending(read)).toBe(true);
    harness.clock.advance(1);

    expect(await read).toMatchObject({
      chunks: [],
      nextSeq: 2,
      exit: undefined,
      closed: false,
    });
  });

  test.each([2 ** 31, 2 ** 53, 2 ** 64])(
    'waits longer than a timer of Node can: %d ms',
    async (waitMs) => {
      const { harness, client, process } = await started();
      const read = client.read('p', { waitMs });
      expect(await isPending(read)).toBe(true);
      harness.clock.advance(2 ** 31 - 1);
      expect(await isPending(read)).toBe(true);
      process.output('at last');

      expect(textOf(await read)).toBe('at last');
    },
  );

  test('blocks neither other reads nor writes', async () => {
    const { harness, client, process } = await started();
    const reads = [client.read('p', { waitMs: 1000 }), client.read('p', { waitMs: 1000 })] as const;
    expect(await isPending(reads[0])).toBe(true);
    expect(await client.write('p', 'x')).toBe('accepted');
    expect(await client.read('p')).toMatchObject({ nextSeq: 1 });
    process.output('news');

    expect((await Promise.all(reads)).map(textOf)).toEqual(['news', 'news']);
    expect(harness.clock.pending).toBe(0);
  });
});

test('ReadOutput leaves no listener after its reply', async () => {
  const { harness, client, process } = await started();
  const handle = (await client.session.process('p')) as ProcessHandle;
  const forget = jest.fn();
  jest.spyOn(client.connection.closed, 'onFire').mockReturnValue(forget);
  const read = client.read('p', { waitMs: 1000 });
  expect(await isPending(read)).toBe(true);
  harness.clock.advance(1000);
  await read;
  const asked = jest.spyOn(handle, 'hasEventsAfter');
  process.output('after the reply');

  expect(asked).not.toHaveBeenCalled();
  expect(forget).toHaveBeenCalledTimes(1);
});

const started = async (...texts: readonly string[]) => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  const process = harness.runner.latest;
  for (const text of texts) {
    process.output(text);
  }
  return { harness, client, process };
};

const textOf = (page: OutputPage): string =>
  page.chunks.map(({ bytes }) => Buffer.from(bytes).toString()).join('');

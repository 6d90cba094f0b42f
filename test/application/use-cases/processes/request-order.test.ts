import { describe, expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../../src/domain/errors.js';
import { isPending } from '../../../support/is-pending.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

describe('requests for a starting process', () => {
  test('wait for the start and take effect in the order they were received', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const start = client.start('p', { pipeStdin: true });
    const answers = [
      client.write('p', 'one'),
      client.write('p', 'two'),
      client.signal('p'),
      client.write('p', 'three'),
      client.terminate('p'),
    ] as const;
    for (const answer of answers) {
      expect(await isPending(answer)).toBe(true);
    }

    release();
    await start;
    expect(await Promise.all(answers)).toEqual([
      'accepted',
      'accepted',
      undefined,
      'accepted',
      true,
    ]);
    expect(harness.runner.latest.calls).toEqual([
      'write one',
      'write two',
      'signal SIGINT',
      'write three',
      'kill',
    ]);
  });

  test('take effect before those sent after the reply to the start', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const next = client.start('p').then(() => client.write('p', 'after the reply'));
    const early = client.write('p', 'pipelined');
    release();
    await Promise.all([next, early]);

    expect(harness.runner.latest.calls).toEqual(['write pipelined', 'write after the reply']);
  });

  test('are answered as for an unknown process when the start fails', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    harness.runner.failNext(new SpawnFailed('No such file or directory (os error 2)'));
    const start = client.start('p');
    const others = Promise.all([client.write('p', 'x'), client.signal('p'), client.terminate('p')]);
    const read = client.read('p');

    await expect(start).rejects.toThrow('No such file or directory (os error 2)');
    expect(await others).toEqual(['unknownProcess', undefined, false]);
    await expect(read).rejects.toThrow('unknown process id p');
  });

  test('make reads wait for the start and do not fail', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const start = client.start('p');
    const read = client.read('p');
    expect(await isPending(read)).toBe(true);

    release();
    await start;
    expect(await read).toMatchObject({ chunks: [], nextSeq: 1 });
  });
});

test('a start after a failed start of the same id runs, and later requests reach its process', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  harness.runner.failNext(new SpawnFailed('No such file or directory (os error 2)'));
  const failed = client.start('p');
  const lost = client.write('p', 'lost');
  const start = client.start('p');
  const answers = Promise.all([lost, start, client.write('p', 'hello'), client.signal('p')]);

  await expect(failed).rejects.toThrow('No such file or directory (os error 2)');
  expect(await answers).toEqual(['unknownProcess', 'p', 'accepted', undefined]);
  expect(harness.runner.latest.calls).toEqual(['write hello', 'signal SIGINT']);
});

test('the first of 4 pipelined starts with one id that follows a failed one runs', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  harness.runner.failNext(new SpawnFailed('No such file or directory (os error 2)'));
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => client.start('p')));

  expect(outcomes.map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect(harness.runner.asked).toHaveLength(2);
});

test('requests before a start do not reach the process that it starts', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  const early = [client.write('p', 'early'), client.signal('p'), client.terminate('p')] as const;
  const read = client.read('p');
  const start = client.start('p');

  await expect(read).rejects.toThrow('unknown process id p');
  expect(await Promise.all(early)).toEqual(['unknownProcess', undefined, false]);
  expect(await start).toBe('p');
  expect(harness.runner.latest.calls).toEqual([]);
});

test('a starting process does not block requests for another', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('ready');
  harness.runner.holdStarts();
  const start = client.start('slow');

  expect(await client.write('ready', 'x')).toBe('accepted');
  expect(await client.read('ready')).toMatchObject({ nextSeq: 1 });
  expect(await client.terminate('ready')).toBe(true);
  expect(await isPending(start)).toBe(true);
});

test('pipelined writes reach a running process in order', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
  await Promise.all(texts.map((text) => client.write('p', text)));

  expect(harness.runner.latest.calls).toEqual(texts.map((text) => `write ${text}`));
});

test('a process whose connection is lost during its start belongs to the resumed session', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  const release = harness.runner.holdStarts();
  const start = client.start('p');
  client.drop();
  const second = harness.resume(client.sessionId);
  release();
  await start;
  harness.runner.latest.output('hello');
  await settled();

  expect(second.events.map(({ seq }) => seq)).toEqual([1]);
  expect(client.events).toEqual([]);
  expect((await second.read('p')).chunks).toHaveLength(1);
});

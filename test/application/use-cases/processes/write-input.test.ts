import { expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('passes bytes on as they are', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });

  expect(await client.write('p', 'hello\n')).toBe('accepted');
  expect(bench.runner.latest.calls).toEqual(['write hello\n']);
});

test('does not know a process that nobody started', async () => {
  expect(await new UseCaseHarness().open().write('nobody knows', 'x')).toBe('unknownProcess');
});

test('tells of a process that takes no input', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  bench.runner.latest.inputOutcome = 'stdinClosed';

  expect(await client.write('p', 'x')).toBe('stdinClosed');
});

test('tells of a process that has exited', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });
  bench.runner.latest.exit();

  expect(await client.write('p', 'x')).toBe('stdinClosed');
});

test('takes a write that is sent again once', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });
  await client.write('p', 'first', 'w');

  expect(await client.write('p', 'first', 'w')).toBe('accepted');
  expect(bench.runner.latest.calls).toEqual(['write first']);
});

test('refuses a write id that was used for other bytes, over another connection too', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });
  await client.write('p', 'first', 'w');
  client.drop();
  const successor = bench.resume(client.sessionId);

  await expect(successor.write('p', 'other', 'w')).rejects.toEqual(
    fault(
      'invalid-request',
      'writeId was used for other bytes before; a new write needs a new writeId',
    ),
  );
  expect(await successor.write('p', 'first', 'w')).toBe('accepted');
  expect(bench.runner.latest.calls).toEqual(['write first']);
});

test('takes other bytes under the id of a write that was never taken', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });
  bench.runner.latest.inputOutcome = 'full';
  await expect(client.write('p', 'first', 'w')).rejects.toThrow('input queue is full');
  bench.runner.latest.inputOutcome = 'accepted';

  expect(await client.write('p', 'other', 'w')).toBe('accepted');
});

test('knows write ids for each process apart', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('a', { pipeStdin: true });
  await client.start('b', { pipeStdin: true });
  await client.write('a', 'x', 'w');
  await client.write('b', 'y', 'w');

  expect(bench.runner.started.map(({ calls }) => calls)).toEqual([['write x'], ['write y']]);
});

test('remembers as many write ids as it is told to', async () => {
  const bench = new UseCaseHarness({ maxRememberedWriteIds: 2 });
  const client = bench.open();
  await client.start('p', { pipeStdin: true });
  for (const id of ['1', '2', '1', '3', '1']) {
    await client.write('p', id, id);
  }

  expect(bench.runner.latest.calls).toEqual(['write 1', 'write 2', 'write 3', 'write 1']);
});

test('fails when the process does not read and too much waits for it', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });
  bench.runner.latest.inputOutcome = 'full';

  await expect(client.write('p', 'x')).rejects.toEqual(
    fault(
      'failed',
      'failed to write to process stdin: the process does not read and its input queue is full; write again later',
    ),
  );
});

test('needs a write id', async () => {
  await expect(new UseCaseHarness().open().write('p', 'x', '')).rejects.toEqual(
    fault('invalid-argument', 'writeId must not be empty'),
  );
});

test('takes write ids of 4096 characters and no more', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p', { pipeStdin: true });

  expect(await client.write('p', 'x', 'i'.repeat(4096))).toBe('accepted');
  await expect(client.write('p', 'x', 'i'.repeat(4097))).rejects.toEqual(
    fault('invalid-argument', 'writeId must be at most 4096 characters'),
  );
});

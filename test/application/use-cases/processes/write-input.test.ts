import { expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('WriteInput passes the bytes to the process', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });

  expect(await client.write('p', 'hello\n')).toBe('accepted');
  expect(harness.runner.latest.calls).toEqual(['write hello\n']);
});

test('WriteInput returns unknownProcess for an unknown process', async () => {
  expect(await new UseCaseHarness().open().write('unknown', 'x')).toBe('unknownProcess');
});

test('WriteInput returns stdinClosed for a process without input', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.inputOutcome = 'stdinClosed';

  expect(await client.write('p', 'x')).toBe('stdinClosed');
});

test('WriteInput returns stdinClosed after the exit', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });
  harness.runner.latest.exit();

  expect(await client.write('p', 'x')).toBe('stdinClosed');
});

test('WriteInput applies a repeated write once', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });
  await client.write('p', 'first', 'w');

  expect(await client.write('p', 'first', 'w')).toBe('accepted');
  expect(harness.runner.latest.calls).toEqual(['write first']);
});

test('WriteInput refuses a writeId used for other bytes, over another connection too', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });
  await client.write('p', 'first', 'w');
  client.drop();
  const successor = harness.resume(client.sessionId);

  await expect(successor.write('p', 'other', 'w')).rejects.toEqual(
    fault(
      'invalid-request',
      'writeId was used for other bytes before; a new write needs a new writeId',
    ),
  );
  expect(await successor.write('p', 'first', 'w')).toBe('accepted');
  expect(harness.runner.latest.calls).toEqual(['write first']);
});

test('WriteInput accepts other bytes under the id of a write that was refused', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });
  harness.runner.latest.inputOutcome = 'full';
  await expect(client.write('p', 'first', 'w')).rejects.toThrow('input queue is full');
  harness.runner.latest.inputOutcome = 'accepted';

  expect(await client.write('p', 'other', 'w')).toBe('accepted');
});

test('WriteInput tracks write ids per process', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('a', { pipeStdin: true });
  await client.start('b', { pipeStdin: true });
  await client.write('a', 'x', 'w');
  await client.write('b', 'y', 'w');

  expect(harness.runner.started.map(({ calls }) => calls)).toEqual([['write x'], ['write y']]);
});

test('WriteInput remembers maxRememberedWriteIds ids', async () => {
  const harness = new UseCaseHarness({ maxRememberedWriteIds: 2 });
  const client = harness.open();
  await client.start('p', { pipeStdin: true });
  for (const id of ['1', '2', '1', '3', '1']) {
    await client.write('p', id, id);
  }

  expect(harness.runner.latest.calls).toEqual(['write 1', 'write 2', 'write 3', 'write 1']);
});

test('WriteInput fails when the input queue is full', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });
  harness.runner.latest.inputOutcome = 'full';

  await expect(client.write('p', 'x')).rejects.toEqual(
    fault(
      'failed',
      'failed to write to process stdin: the process does not read and its input queue is full; write again later',
    ),
  );
});

test('WriteInput refuses an empty writeId', async () => {
  await expect(new UseCaseHarness().open().write('p', 'x', '')).rejects.toEqual(
    fault('invalid-argument', 'writeId must not be empty'),
  );
});

test('WriteInput accepts a writeId of 4096 characters and refuses 4097', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { pipeStdin: true });

  expect(await client.write('p', 'x', 'i'.repeat(4096))).toBe('accepted');
  await expect(client.write('p', 'x', 'i'.repeat(4097))).rejects.toEqual(
    fault('invalid-argument', 'writeId must be at most 4096 characters'),
  );
});

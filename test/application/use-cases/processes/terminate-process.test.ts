import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('TerminateProcess kills a running process, returns true and lets its end be reported', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');

  expect(await client.terminate('p')).toBe(true);
  expect(harness.runner.latest.calls).toEqual(['kill']);
  harness.runner.latest.end(137);
  expect(client.events).toMatchObject([{ kind: 'exited', exitCode: 137 }, { kind: 'closed' }]);
});

test('TerminateProcess kills the descendants of an exited process and returns false', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.exit();

  expect(await client.terminate('p')).toBe(false);
  expect(harness.runner.latest.calls).toEqual(['kill']);
});

test('TerminateProcess returns false for an unknown process', async () => {
  expect(await new UseCaseHarness().open().terminate('unknown')).toBe(false);
});

test('TerminateProcess does not touch a process of another session with the same id', async () => {
  const harness = new UseCaseHarness();
  const [mine, other] = [harness.open(), harness.open()];
  await other.start('p');

  expect(await mine.terminate('p')).toBe(false);
  expect(harness.runner.latest.calls).toEqual([]);
});

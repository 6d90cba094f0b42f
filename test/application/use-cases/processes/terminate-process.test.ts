import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('kills the process and says that it was running; its end is told as always', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');

  expect(await client.terminate('p')).toBe(true);
  expect(bench.runner.latest.calls).toEqual(['kill']);
  bench.runner.latest.end(137);
  expect(client.events).toMatchObject([{ kind: 'exited', exitCode: 137 }, { kind: 'closed' }]);
});

test('kills what an exited process left behind, and says that it was not running', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  bench.runner.latest.exit();

  expect(await client.terminate('p')).toBe(false);
  expect(bench.runner.latest.calls).toEqual(['kill']);
});

test('says of a process that nobody knows that it was not running', async () => {
  expect(await new UseCaseHarness().open().terminate('nobody knows')).toBe(false);
});

test('leaves the processes of other sessions alone, under whatever id', async () => {
  const bench = new UseCaseHarness();
  const [mine, other] = [bench.open(), bench.open()];
  await other.start('p');

  expect(await mine.terminate('p')).toBe(false);
  expect(bench.runner.latest.calls).toEqual([]);
});

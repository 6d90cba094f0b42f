import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('InterruptProcess interrupts the named process only', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  await client.start('other');
  await client.signal('p');

  expect(bench.runner.started.map(({ calls }) => calls)).toEqual([['interrupt'], []]);
});

test('InterruptProcess ignores an unknown or ended process', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  bench.runner.latest.end();

  await expect(client.signal('p')).resolves.toBeUndefined();
  await expect(client.signal('unknown')).resolves.toBeUndefined();
  expect(bench.runner.latest.calls).toEqual([]);
});

import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('SignalProcess signals the named process only', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  await client.start('other');
  await client.signal('p');

  expect(harness.runner.started.map(({ calls }) => calls)).toEqual([['signal SIGINT'], []]);
});

test('SignalProcess ignores an unknown or ended process', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.end();

  await expect(client.signal('p')).resolves.toBeUndefined();
  await expect(client.signal('unknown')).resolves.toBeUndefined();
  expect(harness.runner.latest.calls).toEqual([]);
});

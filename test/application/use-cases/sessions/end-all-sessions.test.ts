import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('EndAllSessions ends every detached session and kills its processes', async () => {
  const harness = new UseCaseHarness();
  for (let count = 0; count < 2; count += 1) {
    const client = harness.open();
    await client.start('p');
    client.drop();
  }
  harness.useCases.endAllSessions.execute();

  expect(harness.sessions.size).toBe(0);
  expect(harness.runner.started.map(({ calls }) => calls)).toEqual([['kill'], ['kill']]);
});

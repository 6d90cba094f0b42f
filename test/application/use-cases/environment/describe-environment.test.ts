import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('tells a client what initialize told it', () => {
  const client = new UseCaseHarness().connect();
  const { host } = client.initialize();
  client.acknowledge();

  expect(client.describeEnvironment()).toEqual(host);
});

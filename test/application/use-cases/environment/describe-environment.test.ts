import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('DescribeEnvironment returns the same host description as initialize', () => {
  const client = new UseCaseHarness().connect();
  const { host } = client.initialize();
  client.acknowledge();

  expect(client.describeEnvironment()).toEqual(host);
});

import { expect, test } from '@jest/globals';
import { Workbench } from '../../../support/use-case-harness.js';

test('tells a client what initialize told it', () => {
  const client = new Workbench().connect();
  const { host } = client.initialize();
  client.acknowledge();

  expect(client.describeEnvironment()).toEqual(host);
});

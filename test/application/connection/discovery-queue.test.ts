import { describe, expect, test } from '@jest/globals';
import { INVENTORY_FORMAT } from '../../../src/adapters/json-rpc/presenters/present-inventory.js';
import type { HarnessClient } from '../../support/harness-client.js';
import { isPending } from '../../support/is-pending.js';
import { settled } from '../../support/settled.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

/** Requests whose answers are put together from many files. */
const DISCOVERIES: [
  string,
  (harness: UseCaseHarness, client: HarnessClient) => Promise<unknown>,
][] = [
  [
    'read a configuration',
    ({ useCases }, { connection }) =>
      useCases.readConfiguration.execute(connection, {
        cwd: { asSent: 'file:///p', path: '/p' },
        configPaths: [['model']],
        requirementsPaths: [],
      }),
  ],
  [
    'discover capability roots',
    ({ useCases }, { connection }) => useCases.discoverCapabilityRoots.execute(connection, []),
  ],
  [
    'discover installed capabilities',
    ({ useCases }, { connection }) =>
      useCases.discoverInstalledCapabilities.execute(connection, {
        sandbox: undefined,
        format: INVENTORY_FORMAT,
      }),
  ],
];

describe.each(DISCOVERIES)('Discovery queue for requests to %s', (_, discover) => {
  test('waits until the channel has room for the answer', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.channel.isCongested = true;
    const answer = discover(harness, client);
    await settled();
    expect(await isPending(answer)).toBe(true);
    client.channel.drain();
    await answer;
  });

  test('does not begin a request whose connection has closed', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.channel.isCongested = true;
    const answer = discover(harness, client);
    client.connection.close();
    client.channel.drain();
    await expect(answer).rejects.toThrow('session has been resumed by another connection');
  });
});

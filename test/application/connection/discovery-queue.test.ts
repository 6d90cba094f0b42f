import { describe, expect, test } from '@jest/globals';
import type { HarnessClient } from '../../support/harness-client.js';
import { isPending } from '../../support/is-pending.js';
import { settled } from '../../support/settled.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

/** Requests whose answers are put together from many files. */
const SURVEYS: [string, (bench: UseCaseHarness, client: HarnessClient) => Promise<unknown>][] = [
  [
    'of a configuration',
    ({ useCases }, { connection }) =>
      useCases.readConfiguration.execute(connection, {
        cwd: { uri: 'file:///p', path: '/p' },
        configPaths: [['model']],
        requirementsPaths: [],
      }),
  ],
  [
    'of capabilities',
    ({ useCases }, { connection }) => useCases.discoverCapabilityRoots.execute(connection, []),
  ],
  [
    'of what is installed',
    ({ useCases }, { connection }) =>
      useCases.discoverInstalledCapabilities.execute(connection, { sandbox: undefined }),
  ],
];

describe.each(SURVEYS)('A survey %s', (_, survey) => {
  test('waits until there is room for its answer', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    client.channel.isCongested = true;
    const answer = survey(bench, client);
    await settled();
    expect(await isPending(answer)).toBe(true);
    client.channel.drain();
    await answer;
  });

  test('is not begun for a client that has gone meanwhile', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    client.channel.isCongested = true;
    const answer = survey(bench, client);
    client.connection.close();
    client.channel.drain();
    await expect(answer).rejects.toThrow('session has been resumed by another connection');
  });
});

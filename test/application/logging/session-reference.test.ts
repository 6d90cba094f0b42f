import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../support/use-case-harness.js';

test('log lines contain the first 8 characters of a session id and no more', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  const { sessionId } = client;
  await client.start('p');
  client.drop();
  bench.resume(sessionId).drop();
  bench.clock.advance(80_000);

  const messages = bench.logger.lines.map(({ message }) => message);
  expect(messages).toEqual([
    'session opened',
    'process started',
    'connection ended',
    'session detached',
    'session resumed',
    'connection ended',
    'session detached',
    'session ended',
  ]);
  expect(JSON.stringify(bench.logger.lines)).not.toContain(sessionId);
  const references = bench.logger.lines.map(({ fields }) => fields.session);
  expect(new Set(references)).toEqual(new Set([`${sessionId.slice(0, 8)}…`]));
});

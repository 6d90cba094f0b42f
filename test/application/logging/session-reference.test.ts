import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../support/use-case-harness.js';

test('log lines contain the first 8 characters of a session id and no more', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  const { sessionId } = client;
  await client.start('p');
  client.drop();
  harness.resume(sessionId).drop();
  harness.clock.advance(80_000);

  const messages = harness.logger.lines.map(({ message }) => message);
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
  expect(JSON.stringify(harness.logger.lines)).not.toContain(sessionId);
  const references = harness.logger.lines.map(({ fields }) => fields.session);
  expect(new Set(references)).toEqual(new Set([`${sessionId.slice(0, 8)}…`]));
});

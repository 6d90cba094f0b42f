import { describe, expect, test } from '@jest/globals';
import { ClientConnection } from '../../../src/application/connection/client-connection.js';
import { Session } from '../../../src/domain/sessions/session.js';
import { RecordingChannel } from '../../fakes/recording-channel.js';
import { fault } from '../../support/fault.js';
import type { HarnessClient } from '../../support/harness-client.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

const REQUESTS: readonly (readonly [string, string, (client: HarnessClient) => unknown])[] = [
  ['start', 'exec', (client) => client.start('p')],
  ['read', 'exec', (client) => client.read('p')],
  ['write', 'exec', (client) => client.write('p', 'x')],
  ['signal', 'exec', (client) => client.signal('p')],
  ['terminate', 'exec', (client) => client.terminate('p')],
  ['environment info', 'environment info', (client) => client.describeEnvironment()],
  ['environment status', 'environment status', (client) => client.reportStatus()],
];

describe.each(REQUESTS)('Connection state for the request %s', (_name, family, request) => {
  test('refuses it before initialize', async () => {
    const client = new UseCaseHarness().connect();

    await expect(attempt(client, request)).rejects.toEqual(
      fault('invalid-request', `client must call initialize before using ${family} methods`),
    );
  });

  test('refuses it before initialized', async () => {
    const client = new UseCaseHarness().connect();
    client.initialize();

    await expect(attempt(client, request)).rejects.toEqual(
      fault('invalid-request', `client must send initialized before using ${family} methods`),
    );
  });

  test('refuses it once another connection has resumed the session', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.drop();
    harness.resume(client.sessionId);

    await expect(attempt(client, request)).rejects.toEqual(
      fault('invalid-request', 'session has been resumed by another connection'),
    );
  });
});

test('the state of the connection is checked before the content of a request', async () => {
  const harness = new UseCaseHarness();
  const client = harness.connect();

  await expect(client.start('p', { argv: [] })).rejects.toMatchObject({ code: 'invalid-request' });
  await expect(client.write('p', 'x', '')).rejects.toMatchObject({ code: 'invalid-request' });
  expect(harness.runner.asked).toEqual([]);
});

test('ClientConnection fires its closed event at close', () => {
  const connection = new ClientConnection(new RecordingChannel());
  expect(connection.closed.hasFired).toBe(false);

  connection.close();
  expect(connection.closed.hasFired).toBe(true);
});

test('ClientConnection keeps its session after the session is detached', () => {
  const channel = new RecordingChannel();
  const connection = new ClientConnection(channel);
  const session = new Session('s');
  expect(connection.session).toBeUndefined();
  connection.bindSession(session);
  session.detach(channel, 0);

  expect(connection.session).toBe(session);
  expect(connection.isInitialized).toBe(true);
});

/** Failures come the same way whether a request throws or rejects. */
const attempt = async (
  client: HarnessClient,
  request: (client: HarnessClient) => unknown,
): Promise<unknown> => request(client);

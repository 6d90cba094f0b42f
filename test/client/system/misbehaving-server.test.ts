import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/index.js';
import { MisbehavingServer, type Misbehavior } from '../../../src/testing/misbehaving-server.js';

/** A silent server is found out by pings. */
const IMPATIENT = { pingIntervalMs: 30, peerTimeoutMs: 90, extensions: false };

const CONNECTING: readonly [Misbehavior, RegExp][] = [
  ['silent', /cannot connect to .*lost before initialize was answered: .* silent for too long$/],
  ['wrong-id', /cannot connect to .*lost before initialize .*: an answer to no request$/],
  ['malformed-error', /cannot connect to .*lost before initialize .*no message of the protocol/],
  ['wrong-result', /no exec-server/],
  ['no-json', /cannot connect to .*lost before initialize .*no message of the protocol/],
  ['half-frame', /cannot connect to .*lost before initialize was answered: close code 1006$/],
  ['invalid-frame', /cannot connect to .*lost before initialize .*: Invalid WebSocket frame/],
  ['closing', /cannot connect to .*lost before initialize was answered: no more$/],
  ['refusing', /the server answered 500/],
];

describe('Client of a misbehaving server', () => {
  test.each(CONNECTING)('fails to connect to one that is %s', async (misbehavior, message) => {
    await using server = await MisbehavingServer.open(misbehavior);
    await expect(connect(server.url, IMPATIENT)).rejects.toThrow(message);
  });

  test.each<Misbehavior>(['silent', 'wrong-id', 'half-frame', 'invalid-frame'])(
    'is lost to one that becomes %s, after recoveryMs',
    async (misbehavior) => {
      await using server = await MisbehavingServer.open();
      await using client = await connect(server.url, { ...IMPATIENT, recoveryMs: 200 });
      server.misbehavior = misbehavior;
      const process = client.run('true');
      await expect(process.then()).rejects.toThrow(/could not be started/);
      const attached = client.process('theirs');
      await expect(attached.then()).rejects.toThrow(/the session is lost/);
      expect(client.state).toBe('lost');
    },
  );

  test('repeats reads on a server that behaves again', async () => {
    await using server = await MisbehavingServer.open();
    await using client = await connect(server.url, IMPATIENT);
    client.once('recovering', () => {
      server.misbehavior = undefined;
    });
    server.misbehavior = 'no-json';
    const process = client.process('theirs');
    process.catch(() => undefined);
    const before = server.requests;
    await once(client, 'recovered');
    expect(client.state).toBe('connected');
    expect(server.requests).toBeGreaterThan(before);
  });
});

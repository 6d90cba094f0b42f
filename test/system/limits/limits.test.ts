import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { connect as dial } from '../../../src/client/index.js';
import { DaemonProcess } from '../../../src/testing/daemon-process.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { requestText, UPGRADE_HEADERS } from '../../adapters/http-server/request-text.js';
import { expectService } from '../expect-service.js';

/** Tests whose limits are the same share one, by these. */
const daemons = new Map<string, DaemonProcess>();
let sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets = [];
});

afterAll(async () => {
  for (const daemon of daemons.values()) {
    daemon.kill('SIGTERM');
    await daemon.exit();
  }
});

const start = async (...args: string[]): Promise<DaemonProcess> => {
  const key = args.join(' ');
  const daemon =
    daemons.get(key) ??
    (await DaemonProcess.start(['--listen', 'ws://127.0.0.1:0', ...args], process.env));
  daemons.set(key, daemon);
  return daemon;
};

/** What the daemon sends on a connection of its own, until it ends it or `until` is in it. */
const offend = async (url: string, text: string): Promise<{ all: Promise<string> }> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
  });
  socket.on('error', () => undefined);
  const all = once(socket, 'close').then(() => received);
  await once(socket, 'connect');
  socket.write(text);
  return { all };
};

const HALF = 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const READY = requestText('GET /readyz', ['Host: 127.0.0.1']);
const UPGRADE = requestText('GET /', UPGRADE_HEADERS);
const FEW_PENDING = ['--max-pending-connections', '20'];
const SHORT_TIMEOUTS = ['--request-timeout', '1s', '--initialize-timeout', '1s'];

describe('A healthy client is served during, and the offending ones are told the limit of', () => {
  test.each<[flood: string, text: string, args: string[], told: string]>([
    ['half-sent heads', HALF, FEW_PENDING, '(--max-pending-connections)'],
    ['silent connections', '', FEW_PENDING, '(--max-pending-connections)'],
    ['idle connections', READY, FEW_PENDING, '(--max-pending-connections)'],
    ['slow heads', HALF, SHORT_TIMEOUTS, '(--request-timeout)'],
    ['WebSockets without a message', UPGRADE, FEW_PENDING, '(--max-pending-connections)'],
    [
      'WebSockets up to the connection limit',
      UPGRADE,
      ['--max-connections', '20'],
      '(--max-pending-connections)',
    ],
    [
      'WebSockets that never initialize',
      UPGRADE,
      SHORT_TIMEOUTS,
      'initialize was not received within 1 s',
    ],
  ])('%s', async (_, text, args, told) => {
    const { url } = await start(...args);
    const offenders = [];
    for (let i = 0; i < 60; i += 1) {
      offenders.push(await offend(url, text));
    }
    await expectService(url);
    expect(await offenders[0]?.all).toContain(told);
  });

  test('connected sessions at --max-connections: the next is refused, the others go on', async () => {
    const { url } = await start('--max-connections', '2');
    await using one = await dial(url);
    await using _two = await dial(url);
    expect(await (await offend(url, UPGRADE)).all).toContain('(--max-connections)');
    const readiness = await fetch(`${url.replace('ws:', 'http:')}/readyz`);
    expect(readiness.status).toBe(503);
    expect(await readiness.text()).toContain('--max-connections');
    expect((await one.run('echo', ['served'])).stdout).toBe('served');
  });

  test('processes and sessions beyond --max-processes and --max-sessions', async () => {
    const { url } = await start('--max-sessions', '2', '--max-processes', '1');
    await using client = await dial(url);
    await client.run('sleep', ['100'], { reject: false }).started;
    await expect(client.run('true')).rejects.toThrow('--max-processes');
    await expectService(url);
    await using _other = await dial(url);
    await expect(dial(url)).rejects.toThrow('--max-sessions');
  });

  test('guessed session ids: they are answered late, the right one at once', async () => {
    const daemon = await start('--max-resume-failures', '3');
    const { url } = daemon;
    await using owner = new TestClient(url);
    await owner.connect();
    await owner.initialize();
    await owner.disconnect();
    await using guesser = new TestClient(url);
    await guesser.connect();
    for (let i = 0; i < 3; i += 1) {
      await expect(guesser.initialize(`guess ${i}`)).rejects.toThrow('unknown session id');
    }
    const late = expect(guesser.initialize('one more')).rejects.toThrow('closed');
    expect((await owner.reconnect({ resume: true })).sessionId).toBe(owner.sessionId);
    await expectService(url);
    await guesser.disconnect();
    await late;
    expect(daemon.stderr).toContain('rate limiting address');
  });

  test('guessed tokens: they are answered 429 without authentication', async () => {
    const args = ['--ws-auth', 'capability-token', '--ws-token-sha256', '0'.repeat(64)];
    const { url } = await start(...args, '--max-auth-failures', '3');
    const guess = async (token: string): Promise<string> => {
      const headers = [...UPGRADE_HEADERS, `Authorization: Bearer ${token}`];
      const client = await offend(url, requestText('GET /', headers));
      sockets.at(-1)?.end();
      return await client.all;
    };
    for (let i = 0; i < 3; i += 1) {
      expect(await guess(`t${i}`)).toContain(' 401 ');
    }
    expect(await guess('t4')).toMatch(/ 429 .*retry-after: .*\(--max-auth-failures\)/s);
    expect((await fetch(`${url.replace('ws:', 'http:')}/readyz`)).status).toBe(200);
  });
});

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CliError } from '../../../src/cli/cli-error.js';
import { askProbe } from '../../../src/cli/server/ask-probe.js';
import { testListener } from '../../adapters/http-server/test-listener.js';

const never = new AbortController().signal;

test('askProbe gets status and reason by IPv4, IPv6 and Unix socket, whatever the path of the URL', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'probe-'));
  const path = join(directory, 'exec.sock');
  const readiness = () => ({ state: 'draining', sessions: 2, remainingMs: 1 }) as const;
  await using server = await testListener({}, { readiness });
  const v6 = await server.listener.listen({ host: '::1', port: 0 });
  await server.listener.listenOnPath(path);
  const at = `127.0.0.1:${server.port}`;
  const urls = [
    `ws://${at}`,
    `ws://${at}/?a=b`,
    `http://localhost:${server.port}/metrics`,
    `ws://[::1]:${v6.port}`,
    `ws+unix://${path}:/`,
  ];
  for (const url of urls) {
    expect(await askProbe(url, '/readyz', never)).toEqual({
      status: 503,
      text: 'draining: 2 sessions left, for at most 1 s',
    });
    expect(await askProbe(url, '/livez', never)).toEqual({ status: 200, text: '' });
  }
  rmSync(directory, { recursive: true });
});

test('askProbe gives up on a server that accepts and does not answer, when its signal says so', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const stop = new AbortController();
  silent.once('connection', (socket) => {
    socket.on('error', () => undefined).resume();
    stop.abort();
  });
  await expect(askProbe(`ws://127.0.0.1:${port}`, '/livez', stop.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
  silent.close();
});

test.each(['127.0.0.1:80', 'tcp://127.0.0.1:80', 'ws://', 'ws://[::1'])(
  'askProbe refuses %j as the URL of a server, and says what it expects',
  async (url) => {
    const asked = askProbe(url, '/livez', never);
    await expect(asked).rejects.toThrow(CliError);
    await expect(asked).rejects.toThrow('expected ws://HOST:PORT');
  },
);

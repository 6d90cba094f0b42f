import { closeSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { EnvPolicy } from '../../../src/protocol/process.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { DatagramReceiver } from '../../support/sockets/datagram-receiver.js';
import { listeningDescriptor } from '../../support/sockets/listening-descriptor.js';
import { RawDaemon } from '../raw-daemon.js';

const ADDRESS = `@exec-server-test-${process.pid}`;
/** The daemon is heard every 0.2 s. */
const WATCHDOG_USEC = '400000';
const BLOCKED_MS = 1500;
/** Its event loop stands still for a while on SIGWINCH. */
const BLOCK = `process.on('SIGWINCH', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${BLOCKED_MS}))`;
/** Processes have the variables of the daemon. */
const INHERITED: EnvPolicy = {
  inherit: 'all',
  ignoreDefaultExcludes: true,
  exclude: [],
  set: {},
  includeOnly: [],
};
const isPing = (datagram: string): boolean => datagram === 'WATCHDOG=1';
const isMessage = (datagram: string): boolean => !isPing(datagram);

test('the daemon serves the sockets of systemd, tells it how it is, and processes have nothing of that', async () => {
  await using manager = new DatagramReceiver(ADDRESS);
  const [v4, v6] = [
    await listeningDescriptor({ host: '127.0.0.1', port: 0 }),
    await listeningDescriptor({ host: '::1', port: 0 }),
  ];
  await using daemon = await RawDaemon.start({
    args: ['--listen', 'ws://127.0.0.1:1', '--drain-timeout', '10m'],
    inherited: [v4.fd, v6.fd],
    script: 'export LISTEN_PID=$$; exec "$@"',
    env: {
      LISTEN_FDS: '2',
      LISTEN_FDNAMES: 'v4:v6',
      NOTIFY_SOCKET: ADDRESS,
      WATCHDOG_USEC,
      NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(BLOCK)}"`,
    },
  });
  closeSync(v4.fd);
  closeSync(v6.fd);
  const next = async (): Promise<string> => (await manager.until(isMessage)).at(-1) ?? '';

  expect(daemon.url).toBe(`ws://127.0.0.1:${v4.port}`);
  const ready = `READY=1\nSTATUS=listening on ${daemon.url}`;
  expect(await manager.next()).toBe('WATCHDOG=1');
  expect(await next()).toBe(ready);
  await (await new TestClient(`ws://[::1]:${v6.port}`).connect()).disconnect();

  const client = await daemon.client();
  const options = { envPolicy: INHERITED };
  const { stdout } = await client.run('sh', ['-c', 'env; ls -l /proc/self/fd'], options);
  expect(stdout).toContain('NODE_OPTIONS=');
  expect(stdout).not.toMatch(/^(LISTEN_|NOTIFY_SOCKET|WATCHDOG_)/m);
  expect(stdout).not.toContain('socket:');

  await manager.until(isPing);
  daemon.child.kill('SIGWINCH');
  let longestMs = 0;
  while (longestMs < BLOCKED_MS / 2) {
    const before = performance.now();
    await manager.until(isPing);
    longestMs = Math.max(longestMs, performance.now() - before);
  }

  daemon.child.kill('SIGHUP');
  expect(await next()).toMatch(/^RELOADING=1\nMONOTONIC_USEC=[0-9]+$/);
  expect(await next()).toBe(ready);

  daemon.child.kill('SIGTERM');
  expect(await next()).toMatch(/^STOPPING=1\nSTATUS=draining/);
  await manager.until(isPing);
  daemon.child.kill('SIGTERM');
  expect(await next()).toBe('STOPPING=1\nSTATUS=stopping');
  expect(await daemon.exit()).toBe(0);
});

test('sockets of systemd for another process are ignored', async () => {
  const { fd } = await listeningDescriptor({ host: '0.0.0.0', port: 0 });
  await using daemon = await RawDaemon.start({
    inherited: [fd],
    env: { LISTEN_FDS: '1', LISTEN_PID: '1' },
  });
  closeSync(fd);
  expect(daemon.url).toMatch(/^ws:\/\/127\.0\.0\.1:/);
});

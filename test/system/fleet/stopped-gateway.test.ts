import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { requestText } from '../../adapters/http-server/request-text.js';
import { ask } from '../../adapters/http-server/test-listener.js';
import { TestFleet } from '../../main/gateway/test-fleet.js';
import { RawDaemon } from '../raw-daemon.js';

const READYZ = requestText('GET /readyz', ['Host: 127.0.0.1']);

test('SIGTERM lets the clients of a gateway go on for --drain-timeout, and ends it when the last has gone', async () => {
  await using fleet = new TestFleet();
  const { url } = await fleet.node('a');
  await using gateway = await RawDaemon.start({
    program: join(process.cwd(), 'dist/main/cli.js'),
    args: ['gateway', '--nodes', url, '--drain-timeout', '60s'],
  });
  const client = await gateway.client();
  gateway.child.kill('SIGTERM');
  let answer = '';
  while (!answer.startsWith('draining: 1 connection left, for at most')) {
    [, answer] = await ask(Number(new URL(gateway.url).port), READYZ);
  }
  await expect(client.request('environment/status', {})).resolves.toEqual({ status: 'ready' });
  await client.close();
  expect(await gateway.exit()).toBe(0);
});

test('SIGHUP makes a gateway read its file again', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gateway-reload-'));
  const file = join(directory, 'gateway.toml');
  await using fleet = new TestFleet();
  const { url } = await fleet.node('a');
  const nodes = `nodes = "${url}"\n`;
  writeFileSync(file, nodes);
  await using gateway = await RawDaemon.start({
    program: join(process.cwd(), 'dist/main/cli.js'),
    args: ['gateway', '--config', file],
    stderr: 'pipe',
  });
  const client = await gateway.client();
  writeFileSync(file, `${nodes}drain-timeout = "60s"\nmax-connections = 7\n`);
  gateway.child.kill('SIGHUP');
  await gateway.logged('options changed that take effect after a restart');
  gateway.child.kill('SIGTERM');
  await gateway.logged('draining');
  await client.close();
  expect(await gateway.exit()).toBe(0);
  rmSync(directory, { recursive: true });
});

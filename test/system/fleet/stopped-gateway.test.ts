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
  await expect(client.request('environment/status', {})).resolves.toBeDefined();
  await client.disconnect('close');
  expect(await gateway.exit()).toBe(0);
});

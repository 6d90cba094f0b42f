import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/index.js';
import { FaultProxy } from '../../../src/testing/faults/fault-proxy.js';
import { requestText } from '../../adapters/http-server/request-text.js';
import { ask } from '../../adapters/http-server/test-listener.js';
import { RawDaemon } from '../raw-daemon.js';

const DRAINS = ['--drain-timeout', '10m'];

/** The status and the reason that `/readyz` gives. */
const readiness = async ({ url }: RawDaemon): Promise<[number, string]> => {
  return await ask(Number(new URL(url).port), requestText('GET /readyz', []));
};

/** Resolves when the daemon has taken SIGTERM. */
const drained = async (daemon: RawDaemon): Promise<void> => {
  daemon.child.kill('SIGTERM');
  await daemon.logged('"draining"');
};

test('SIGTERM with --drain-timeout lets a running command finish, over a resume, then ends with 0', async () => {
  await using daemon = await RawDaemon.start({ args: DRAINS, stderr: 'pipe' });
  await using proxy = await FaultProxy.open(daemon.url);
  const client = await connect(proxy.url);
  const process = client.run('sh', ['-c', 'read line; echo "$line"'], { stdin: 'pipe' });
  await process.started;
  await drained(daemon);
  const [status, reason] = await readiness(daemon);
  expect([status, reason.replace(/[56]\d\d s/, 'TIME')]).toEqual([
    503,
    'draining: 1 session left, for at most TIME',
  ]);
  await expect(daemon.client()).rejects.toMatchObject({ data: { kind: 'draining' } });
  proxy.cutAll('reset');
  await once(client, 'recovered');
  process.stdin?.write('done\n');
  expect((await process).stdout).toBe('done');
  await client.end();
  expect(await daemon.exit()).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends a drain at once, with 0', async (second) => {
  await using daemon = await RawDaemon.start({ args: DRAINS, stderr: 'pipe' });
  await daemon.client();
  await drained(daemon);
  expect(await daemon.end(second)).toBe(0);
});

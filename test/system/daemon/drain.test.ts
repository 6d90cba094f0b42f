import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { TestClient } from '../../../src/testing/test-client.js';
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
  let log = '';
  while (!log.includes('"draining"')) {
    const [chunk] = await once(daemon.child.stderr as NodeJS.ReadableStream, 'data');
    log += chunk;
  }
};

test('SIGTERM with --drain-timeout lets a running command finish, over a resume, then ends with 0', async () => {
  await using daemon = await RawDaemon.start({ args: DRAINS, stderr: 'pipe' });
  const client = await new TestClient(daemon.url).connect();
  await client.initialize(undefined, { version: 1 });
  const id = await client.startProcess({
    argv: ['sh', '-c', 'read line; echo "$line"'],
    pipeStdin: true,
  });
  await drained(daemon);
  const [status, reason] = await readiness(daemon);
  expect([status, reason.replace(/[56]\d\d s/, 'TIME')]).toEqual([
    503,
    'draining: 1 session left, for at most TIME',
  ]);
  const stranger = await new TestClient(daemon.url).connect();
  await expect(stranger.initialize()).rejects.toMatchObject({ data: { kind: 'draining' } });
  await client.disconnect();
  await client.connect();
  await client.initialize(client.sessionId, { version: 1 });
  const chunk = Buffer.from('done\n').toString('base64');
  await client.request('process/write', { processId: id, chunk, writeId: 'w' });
  expect((await client.outcome(id)).stdout).toBe('done\n');
  await client.request('session/end', {});
  expect(await daemon.exit()).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends a drain at once, with 0', async (second) => {
  await using daemon = await RawDaemon.start({ args: DRAINS, stderr: 'pipe' });
  await daemon.client();
  await drained(daemon);
  expect(await daemon.end(second)).toBe(0);
});

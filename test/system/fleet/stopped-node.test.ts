import { expect, test } from '@jest/globals';
import { tagIn, tagOf } from '../../../src/domain/routing/node-tag.js';
import { TestFleet } from '../../main/gateway/test-fleet.js';
import { isPending } from '../../support/is-pending.js';
import { startProcess } from '../../support/processes/raw-process.js';
import { RawDaemon } from '../raw-daemon.js';

const NEW_CLIENTS = 3;

test('A node that hangs gets no session, has its resumes answered in bounded time, and loses nothing', async () => {
  await using node = await RawDaemon.start({ args: ['--node-id', 'stops'] });
  await using fleet = new TestFleet();
  const limits = { nodeTimeoutMs: 1000, avoidMs: 60_000 };
  const gateway = await fleet.gateway([node, await fleet.node('other')], { limits });
  const client = await fleet.testClient(await fleet.gateway([node]));
  const processId = await startProcess(client, {
    argv: ['sh', '-c', 'echo before; read line; echo "after $line"'],
    pipeStdin: true,
  });
  await client.waitForEvent(({ method }) => method === 'process/output');

  node.child.kill('SIGSTOP');
  // The connection that is routed to it stays: whether its node is dead is for the client to decide.
  const status = client.request('environment/status', {});
  for (let each = 0; each < NEW_CLIENTS; each += 1) {
    expect(tagIn((await fleet.client(gateway)).sessionId)).toBe(tagOf('other'));
  }
  const resuming = await fleet.connect(gateway);
  await expect(resuming.initialize(client.sessionId)).rejects.toThrow();
  expect(await resuming.waitForClose()).toBe(1013);
  expect(await isPending(status)).toBe(true);

  node.child.kill('SIGCONT');
  await status;
  await client.disconnect('terminate');
  const resumed = await fleet.connect(gateway);
  await resumed.initialize(client.sessionId);
  const chunk = Buffer.from('x\n').toString('base64');
  await resumed.request('process/write', { processId, writeId: 'w', chunk });
  await resumed.waitForEvent(({ method }) => method === 'process/closed');
  const { chunks } = await resumed.request<{ chunks: { chunk: string }[] }>('process/read', {
    processId,
  });
  const output = chunks.map((each) => Buffer.from(each.chunk, 'base64').toString()).join('');
  expect(output).toBe('before\nafter x\n');
});

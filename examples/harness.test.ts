// Tests of your own client against a real exec-server, with node:test (Jest is the same but for the imports):
//   node --test examples/harness.test.ts
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ExecServerHarness, execServer } from 'exec-server/testing';

let server: ExecServerHarness;

before(async () => {
  server = await execServer();
});

after(async () => {
  await server.shutdown();
});

test('a command runs', async () => {
  const id = await server.startProcess({ argv: ['echo', 'hello'] });
  const { stdout, exitCode } = await server.outcome(id);
  assert.equal(stdout, 'hello\n');
  assert.equal(exitCode, 0);
});

test('a process survives its connection', async () => {
  const id = await server.startProcess({ argv: ['cat'], pipeStdin: true });
  await server.disconnect('reset');
  await server.reconnect({ resume: true });
  const chunk = Buffer.from('still here\n').toString('base64');
  await server.request('process/write', { processId: id, chunk, writeId: '1' });
  await server.waitForEvent(
    ({ method, params }) => method === 'process/output' && params.processId === id,
    { timeoutMs: 5000 },
  );
  await server.request('process/terminate', { processId: id });
  assert.equal((await server.outcome(id)).stdout, 'still here\n');
});

// Tests of your own client against a real exec-server, with node:test (Jest is the same but for the imports):
//   node --test examples/harness.test.ts
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { connect, RequestFailed } from 'exec-server/client';
import { type ExecServerHarness, execServer, FaultProxy } from 'exec-server/testing';

let server: ExecServerHarness;

before(async () => {
  server = await execServer();
});

after(async () => {
  await server.shutdown();
});

test('a command runs', async () => {
  const client = await server.client();
  const { stdout, exitCode } = await client.run('echo', ['hello']);
  assert.equal(stdout, 'hello');
  assert.equal(exitCode, 0);
});

test('a process survives its connection', async () => {
  await using proxy = await FaultProxy.open(server.url);
  await using client = await connect(proxy.url);
  const cat = client.run('cat', [], { stdin: 'pipe' });
  await cat.started;
  proxy.cutAll('reset');
  await once(client, 'recovered');
  cat.stdin?.end('still here');
  assert.equal((await cat).stdout, 'still here');
});

test('messages are answered as the protocol says', async () => {
  server.sendText('{"id":7,"method":"fs/readFile","params":{}}');
  const answer = await server.waitForMessage((message) => 'id' in message && message.id === 7);
  assert.ok('error' in answer);
  assert.equal(answer.error.code, -32_602);
  await assert.rejects(server.request('no/such/method'), RequestFailed);
});

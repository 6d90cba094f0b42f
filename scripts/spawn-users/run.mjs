// Programs of others that start processes, with `client.spawn` for the `spawn` of Node, over a connection that is cut meanwhile:
//   npm run spawn-users
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { connect } from '../../dist/client/index.js';
import { execServer, FaultProxy } from '../../dist/testing/index.js';
import { runConcurrently } from './with-concurrently.mjs';

const SERVER = fileURLToPath(new URL('json-rpc-server.mjs', import.meta.url));
const LINES = 20_000;
const REQUESTS = 200;
const TEXT = 'exec-server '.repeat(100);

const CASES = {
  'concurrently: output and exit codes of three commands': async (client, cut) => {
    const commands = [`seq -f 'a%.0f' ${LINES}`, `seq -f 'b%.0f' ${LINES}; exit 3`, 'echo c >&2'];
    cut();
    const { printed, codes } = await runConcurrently(client, commands);
    assert.deepEqual(codes, [0, 3, 0]);
    const lines = printed.split('\n');
    for (const [index, name] of ['a', 'b'].entries()) {
      const own = lines.filter((line) => line.startsWith(`[${index}] ${name}`));
      const expected = Array.from({ length: LINES }, (_, at) => `[${index}] ${name}${at + 1}`);
      assert.deepEqual(own, expected);
    }
    assert.ok(lines.includes('[2] c'));
  },
  'concurrently: a command that fails ends the others': async (client) => {
    const { codes } = await runConcurrently(client, ['sleep 600', 'exit 4'], ['failure']);
    assert.deepEqual(codes, ['SIGTERM', 4]);
  },
  'vscode-jsonrpc: requests to a program on its standard streams': async (client, cut) => {
    const child = client.spawn(process.execPath, [SERVER]);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const reversed = [...TEXT].reverse().join('');
    for (let batch = 0; batch < 4; batch += 1) {
      const answers = Array.from({ length: REQUESTS / 4 }, () =>
        connection.sendRequest('reverse', TEXT),
      );
      cut();
      assert.deepEqual(new Set(await Promise.all(answers)), new Set([reversed]));
    }
    await connection.sendNotification('exit');
    assert.deepEqual(await once(child, 'close'), [0, null]);
    connection.dispose();
  },
};

const server = await execServer();
const proxy = await FaultProxy.open(server.url);
let failed = 0;
for (const [name, run] of Object.entries(CASES)) {
  const client = await connect(proxy.url);
  const cut = () => proxy.afterBytes(20_000, () => proxy.cutAll('reset'));
  const before = proxy.cuts;
  try {
    await run(client, cut);
    console.log(`ok       ${name}, over ${proxy.cuts - before} cuts`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED   ${name}\n${error.stack}`);
  }
  await client.close();
}
await proxy.close();
await server.shutdown();
process.exit(failed === 0 ? 0 : 1);

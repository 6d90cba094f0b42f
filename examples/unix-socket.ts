// An exec-server that no network reaches: it listens on a Unix socket, which only the user of this program may open.
//   node examples/unix-socket.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExecServer } from 'exec-server';
import { WebSocket } from 'ws';

// `mkdtemp` makes the directory with mode 0700: no other user can reach the socket in it.
const directory = mkdtempSync(join(tmpdir(), 'exec-server-'));
const server = await createExecServer();
const url = await server.listen({ path: join(directory, 'exec.sock') });
console.log(`clients may dial ${url}`);

// A client dials it as any other URL; the package `ws` knows the scheme.
const client = new WebSocket(url);
await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject));
const answered = new Promise<string>((resolve) => {
  client.once('message', (message) => resolve(message.toString()));
});
client.send('{"id":1,"method":"initialize","params":{"clientName":"unix-socket"}}');
const { result } = JSON.parse(await answered);
console.log(`session ${result.sessionId}`);

// Your program goes on here. At its end; the socket is removed with the server:
client.terminate();
await server.close();
rmSync(directory, { recursive: true });

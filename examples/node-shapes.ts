// What programs for Node.js use, on a server: files, child processes, fetch.
//   npm run build:examples && node build/examples/node-shapes.js ws://127.0.0.1:38517
import type { ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { connect, FileError } from 'exec-server/client';

const [url = 'ws://127.0.0.1:8765'] = process.argv.slice(2);
await using client = await connect(url, { token: process.env.EXEC_SERVER_TOKEN });
const { files } = client;

// Files, as node:fs/promises has them.
const directory = `/tmp/node-shapes-${client.sessionId}`;
await files.mkdir(directory, { recursive: true });
await files.writeFile(`${directory}/hello.txt`, 'hello\n');
console.log(await files.readdir(directory));
try {
  await files.readFile(`${directory}/missing.txt`);
} catch (error) {
  console.log(error instanceof FileError && error.code);
}

// A program that takes a function like `spawn` of node:child_process runs on the server with `client.spawn`.
type Spawn = (file: string, args: string[], options: { cwd: string }) => ChildProcess;

const countLines = async (spawn: Spawn, path: string): Promise<string> => {
  const child = spawn('wc', ['-l', path], { cwd: directory });
  return child.stdout ? (await text(child.stdout)).trim() : '';
};

console.log(
  await countLines((file, args, options) => client.spawn(file, args, options), 'hello.txt'),
);

// A request from the server's host.
const response = await client.fetch(`${url.replace(/^ws/, 'http')}/readyz`, { timeoutMs: 5000 });
console.log(response.status);

await files.rm(directory, { recursive: true });

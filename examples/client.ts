// Runs a build on a server, and survives the loss of the connection:
//   npm run build:examples && node build/examples/client.js ws://127.0.0.1:38517
import { connect, RunError } from 'exec-server/client';

const [url = 'ws://127.0.0.1:8765'] = process.argv.slice(2);
const client = await connect(url, { token: process.env.EXEC_SERVER_TOKEN });
client.on('recovering', () => console.error('the connection is lost; dialling again'));
client.on('recovered', () => console.error('the connection is back; nothing is missing'));

// The result of a command.
const { stdout } = await client.run('uname', ['-s']);
console.log(`running on ${stdout}`);

// Lines as they come.
for await (const line of client.run('seq', ['3'])) {
  console.log(`line ${line}`);
}

// Input, and an error that reads like a terminal.
try {
  await client.run('sh', ['-c', 'sort; echo done >&2; exit 3'], {
    input: 'b\na\n',
    timeoutMs: 10_000,
  });
} catch (error) {
  if (!(error instanceof RunError)) {
    throw error;
  }
  console.log(error.message);
}

// A process that goes on without its client, and is found again.
const job = client.run('sh', ['-c', 'read name; echo "hello, $name"'], { stdin: 'pipe' });
await job.started;
await client.detach();
const again = await connect(url, { sessionId: client.sessionId });
const found = again.process(job.id, { afterSeq: job.lastSeq });
found.stdin?.write('world\n');
console.log((await found).stdout);
await again.end();

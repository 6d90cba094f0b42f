// Runs a command through an exec-server that is already there, and prints what it writes:
//   node examples/run-command.mjs ws://127.0.0.1:PORT uname -a
// Needs nothing but a WebSocket: this is the whole protocol that a plain command takes.
import { pathToFileURL } from 'node:url';
import { WebSocket } from 'ws';

const [url, ...argv] = process.argv.slice(2);
if (!url?.startsWith('ws://') || argv.length === 0) {
  console.error('usage: node examples/run-command.mjs ws://127.0.0.1:PORT COMMAND [ARGUMENT…]');
  process.exit(2);
}

const socket = new WebSocket(url);
const send = (message) => socket.send(JSON.stringify(message));

socket.on('error', (error) => {
  console.error(`cannot reach an exec-server at ${url}: ${error.message}`);
  process.exitCode = 1;
});

socket.on('open', () => {
  send({ id: 1, method: 'initialize', params: { clientName: 'run-command' } });
  send({ method: 'initialized' });
  send({
    id: 2,
    method: 'process/start',
    params: {
      processId: 'command',
      argv,
      cwd: pathToFileURL(process.cwd()).href,
      env: process.env,
      tty: false,
    },
  });
});

socket.on('message', (data) => {
  const { method, params, error } = JSON.parse(data);
  if (error !== undefined) {
    console.error(error.message);
    process.exitCode = 1;
    socket.close();
  } else if (method === 'process/output') {
    process[params.stream].write(Buffer.from(params.chunk, 'base64'));
  } else if (method === 'process/exited') {
    process.exitCode = params.exitCode;
  } else if (method === 'process/closed') {
    socket.close();
  }
});

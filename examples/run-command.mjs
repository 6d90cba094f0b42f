// @ts-check
// Runs a command through an exec-server that is already there, and prints what it writes:
//   node examples/run-command.mjs ws://127.0.0.1:PORT uname -a
// Ends with the exit code of the command, or with 1 when its end has not been heard of.
// Needs nothing but a WebSocket: this is the whole protocol that a plain command takes.
// It is JavaScript, since Node.js runs TypeScript only from 22.18 on; its types are checked all the same.
import { pathToFileURL } from 'node:url';
import { WebSocket } from 'ws';

const [url = '', ...argv] = process.argv.slice(2);
if (!/^wss?:\/\/[^/]/.test(url) || !URL.canParse(url) || argv.length === 0) {
  console.error('usage: node examples/run-command.mjs ws://127.0.0.1:PORT COMMAND [ARGUMENT…]');
  process.exit(2);
}

/** @type {number | undefined} */
let exitCode;
let isOver = false;
const socket = new WebSocket(url, { handshakeTimeout: 10_000 });
/** @param {object} message */
const send = (message) => socket.send(JSON.stringify(message));

/** @param {string} reason */
const fail = (reason) => {
  if (!isOver) {
    console.error(reason);
  }
  isOver = true;
  process.exitCode = 1;
  socket.terminate();
};

socket.on('error', (error) => fail(`cannot reach an exec-server at ${url}: ${error.message}`));
socket.on('close', (code) => {
  if (!isOver) {
    fail(`the connection was closed (${code}) before the command had ended`);
  }
});
process.stdout.on('error', (error) => fail(`cannot write the output: ${error.message}`));

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
  const { method, params, error } = JSON.parse(data.toString());
  if (error !== undefined) {
    fail(error.message);
  } else if (method === 'process/output') {
    const stream = params.stream === 'stderr' ? process.stderr : process.stdout;
    stream.write(Buffer.from(params.chunk, 'base64'));
  } else if (method === 'process/exited') {
    exitCode = params.exitCode;
  } else if (method === 'process/closed') {
    isOver = true;
    process.exitCode = exitCode;
    socket.close();
  }
});

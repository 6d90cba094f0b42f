// The least that Node does for connections and small output: `node:http`, `ws` and a pipe, without sessions, checks, limits or a log.
// `npm run bench -- connect fan-out interactive --also bare=bench/bare-server.mjs` tells what Node itself takes.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const RESULT = '{"sessionId":"s","status":"ready"}';

/** A process whose output is kept for reads, and sent. */
class Printer {
  #chunks = [];
  #waiting = () => undefined;

  constructor({ processId, argv: [program, ...args], pipeStdin }, send) {
    this.process = spawn(program, args, {
      stdio: [pipeStdin ? 'pipe' : 'ignore', 'pipe', 'ignore'],
    });
    this.process.stdout.on('data', (bytes) => {
      const chunk = bytes.toString('base64');
      const seq = this.#chunks.push(chunk);
      send(
        `{"method":"process/output","params":{"processId":"${processId}","seq":${seq},"stream":"stdout","chunk":"${chunk}"}}`,
      );
      this.#waiting();
    });
  }

  /** Calls back with the chunks above `afterSeq` once there are some. */
  read(afterSeq, reply) {
    this.#waiting = () => {
      if (this.#chunks.length > afterSeq) {
        this.#waiting = () => undefined;
        reply(JSON.stringify({ chunks: this.#chunks.slice(afterSeq) }));
      }
    };
    this.#waiting();
  }
}

const serve = (websocket) => {
  const printers = new Map();
  const send = (text) => websocket.send(text);
  websocket.on('error', () => websocket.terminate());
  websocket.on('close', () => {
    for (const printer of printers.values()) {
      printer.process.kill();
    }
  });
  websocket.on('message', (data) => {
    const { id, method, params } = JSON.parse(data.toString());
    const reply = (result) => send(`{"id":${id},"result":${result}}`);
    const printer = printers.get(params?.processId);
    if (method === 'process/read') {
      printer.read(params.afterSeq, reply);
      return;
    }
    if (method === 'process/start') {
      printers.set(params.processId, new Printer(params, send));
    } else if (method === 'process/write') {
      printer.process.stdin.write(Buffer.from(params.chunk, 'base64'));
    } else if (method === 'process/terminate') {
      printer.process.kill();
    }
    if (id !== undefined) {
      reply(RESULT);
    }
  });
};

const websockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer({ noDelay: true });
server.on('upgrade', (request, socket, head) =>
  websockets.handleUpgrade(request, socket, head, serve),
);
server.listen(0, '127.0.0.1', () => {
  console.log(`ws://127.0.0.1:${server.address().port}`);
});

import { connect } from 'node:net';
import {
  requestText,
  UPGRADE_HEADERS,
} from '../../build/test/adapters/http-server/request-text.js';
import { OPCODE, readFrame } from '../../build/test/adapters/websocket/frames.js';

const KEPT_BYTES = 64 * 1024;

/** What opens a WebSocket. */
export const UPGRADE = requestText('GET /', UPGRADE_HEADERS);

/** A connection that may send whatever it likes, and keeps the beginning of what it is told. */
export class RawClient {
  socket;
  /** Settles when the connection has ended. */
  closed;
  receivedBytes = 0;
  #received = [];
  #end = 'open';

  /** Resolves when it is connected; rejects never: what became of it is its `answer`. */
  static async open(port, ...texts) {
    const client = new RawClient();
    const socket = connect(port, '127.0.0.1');
    client.socket = socket;
    socket.on('data', (bytes) => client.#keep(bytes));
    socket.on('error', ({ code }) => {
      client.#end = code;
    });
    client.closed = new Promise((resolve) => socket.once('close', resolve));
    const connected = new Promise((resolve) => socket.once('connect', resolve));
    client.closed.then(() => {
      if (client.#end === 'open') {
        client.#end = 'closed';
      }
    });
    await Promise.race([connected, client.closed]);
    for (const text of texts) {
      socket.write(text);
    }
    return client;
  }

  /** Writes over and over until the time is up or the connection has ended; resolves with how many times. */
  async pour(bytes, ms) {
    const until = performance.now() + ms;
    for (let times = 0; ; times += 1) {
      if (this.socket.destroyed || performance.now() > until) {
        return times;
      }
      if (this.socket.write(bytes)) {
        await new Promise(setImmediate);
        continue;
      }
      await this.#drained(until - performance.now());
    }
  }

  /** What it was told, and how that ended. */
  get answer() {
    const bytes = Buffer.concat(this.#received);
    const headEnd = bytes.indexOf('\r\n\r\n');
    const told = headEnd < 0 ? [] : readAnswer(bytes, headEnd);
    return [...told, this.#end].join(', ');
  }

  /** Resolves when there is room again, the connection has ended, or the time is up. */
  async #drained(ms) {
    const { socket } = this;
    await new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        socket.off('drain', settle).off('close', settle);
        resolve();
      };
      const timer = setTimeout(settle, Math.max(0, ms));
      socket.on('drain', settle).on('close', settle);
    });
  }

  #keep(bytes) {
    if (this.receivedBytes < KEPT_BYTES) {
      this.#received.push(bytes);
    }
    this.receivedBytes += bytes.length;
  }
}

/** How many got which answer. */
export const tally = (clients) => {
  const counts = new Map();
  for (const { answer } of clients) {
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return [...counts]
    .map(([answer, count]) => `${count.toLocaleString('en')} × ${answer}`)
    .join('; ');
};

/** Opens so many connections, a few at a time. */
export const crowd = async (count, open) => {
  const clients = [];
  while (clients.length < count) {
    const batch = Array.from({ length: Math.min(50, count - clients.length) }, open);
    clients.push(...(await Promise.all(batch)));
  }
  return clients;
};

const readAnswer = (bytes, headEnd) => {
  const status = bytes.toString('latin1', 9, 12);
  if (status !== '101') {
    return [`${status} ${textOf(bytes.subarray(headEnd + 4))}`.trim()];
  }
  const told = [];
  let [frame, rest] = readFrame(bytes.subarray(headEnd + 4));
  for (; frame !== undefined; [frame, rest] = readFrame(rest)) {
    const { fin, opcode, payload } = frame;
    if (opcode === OPCODE.close) {
      const code = payload.length < 2 ? 'without a code' : payload.readUInt16BE();
      told.push(`close ${code} ${payload.toString('utf8', 2)}`.trim());
    }
    if (opcode === OPCODE.text && fin) {
      told.push(...errorOf(payload));
    }
  }
  return told;
};

/** The text of a body; of a second answer behind the first one, its status and its body. */
const textOf = (bytes) =>
  bytes
    .toString('latin1')
    .replaceAll(/HTTP\/1.1 (\d+)[\s\S]*?\r\n\r\n/g, ', $1 ')
    .replace(/^, /, 'and ');

const errorOf = (payload) => {
  const { error } = JSON.parse(payload);
  return error === undefined ? [] : [`${error.code} ${error.message}`];
};

import { Connection } from './connection.mjs';

/** Enough for all that follows the output in the reply to `process/read`. */
const TAIL_BYTES = 120;
const PARSED_BYTES = 16 * 1024;
const ENV = { PATH: process.env.PATH };
/** The letters that tell messages apart: `{"id"` and `{"method"`; `{"method":"process/output"` and so on. */
const LETTER = 2;
const LETTER_OF_REPLY = 0x69;
const LETTER_OF_NOTIFICATION = 0x6d;
const EVENT = '{"method":"process/'.length;
const LETTER_OF_OUTPUT = 0x6f;
const LETTER_OF_CLOSED = 0x63;
const PROCESS_ID = '"processId":"';
const CHUNK = '"chunk":"';
const AFTER_CHUNK = '"}}'.length;
const EQUALS_SIGN = 0x3d;

/** Speaks the protocol over a `Connection`; replies longer than 16 KiB are counted, not parsed. */
export class Client {
  #connection;
  #nextId = 1;
  #replies = new Map();
  #processes = new Map();
  sessionId;

  static async open(url, { resumeSessionId, ...options } = {}) {
    const client = new Client();
    client.#connection = await Connection.open(url, options);
    client.#connection.onText = (bytes, start, end, length) =>
      client.#receive(bytes, start, end, length);
    client.#connection.onClose = (error) => client.#fail(error);
    const params = { clientName: 'bench', ...(resumeSessionId && { resumeSessionId }) };
    ({ sessionId: client.sessionId } = await client.request('initialize', params));
    client.#connection.send('{"method":"initialized"}');
    return client;
  }

  get connection() {
    return this.#connection;
  }

  /** Resolves with the result, or with `{ length, tail }` of a reply that is too long to be parsed. */
  request(method, params) {
    const id = this.#nextId++;
    this.#connection.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#replies.set(id, { resolve, reject }));
  }

  /** `closed` resolves with the number of bytes printed; `onOutput(seq, now)` is called for each chunk. */
  start(processId, argv, { onOutput, ...params } = {}) {
    let process;
    const closed = new Promise((resolve, reject) => {
      process = { bytes: 0, resolve, reject, onOutput };
    });
    // Who awaits it sees the failure; not everyone does.
    closed.catch(() => undefined);
    this.#processes.set(processId, process);
    const started = this.request('process/start', {
      processId,
      argv,
      cwd: 'file:///',
      env: ENV,
      tty: false,
      ...params,
    });
    return { started, closed };
  }

  close() {
    this.#connection.close();
  }

  #fail(error) {
    for (const { reject } of [...this.#replies.values(), ...this.#processes.values()]) {
      reject(error);
    }
  }

  #receive(bytes, start, end, length) {
    const letter = bytes[start + LETTER];
    if (letter !== LETTER_OF_NOTIFICATION) {
      this.#reply(bytes, start, end, length, letter);
      return;
    }
    const event = bytes[start + EVENT];
    if (event !== LETTER_OF_OUTPUT && event !== LETTER_OF_CLOSED) {
      return;
    }
    const head = bytes.latin1Slice(start, Math.min(end, start + 300));
    const idStart = head.indexOf(PROCESS_ID) + PROCESS_ID.length;
    const processId = head.slice(idStart, head.indexOf('"', idStart));
    const process = this.#processes.get(processId);
    if (event === LETTER_OF_CLOSED) {
      this.#processes.delete(processId);
      process.resolve(process.bytes);
      return;
    }
    const chunkStart = head.indexOf(CHUNK) + CHUNK.length;
    const last = end - AFTER_CHUNK - 1;
    const padding = bytes[last] !== EQUALS_SIGN ? 0 : bytes[last - 1] === EQUALS_SIGN ? 2 : 1;
    process.bytes += ((length - chunkStart - AFTER_CHUNK) / 4) * 3 - padding;
    process.onOutput?.(bytes, start + chunkStart, end - AFTER_CHUNK);
  }

  #reply(bytes, start, end, length, letter) {
    if (letter !== LETTER_OF_REPLY) {
      const { id, error } = JSON.parse(bytes.toString('utf8', start, end));
      this.#take(id)?.reject(new Error(error.message));
      return;
    }
    const id = Number.parseInt(bytes.latin1Slice(start + 6, start + 20), 10);
    this.#take(id)?.resolve(
      length <= PARSED_BYTES
        ? JSON.parse(bytes.toString('utf8', start, end)).result
        : { length, tail: bytes.latin1Slice(end - TAIL_BYTES, end) },
    );
  }

  #take(id) {
    const reply = this.#replies.get(id);
    this.#replies.delete(id);
    return reply;
  }
}

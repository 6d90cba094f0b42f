import { WebSocket } from 'ws';

/** A client that costs as little as possible, so that it is the server that is measured. */
export class WireClient {
  #socket;
  #replies = new Map();
  #nextId = 1;
  #processes = new Map();

  static async open(url) {
    const client = new WireClient();
    client.#socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    client.#socket.on('message', (data) => client.#receive(data));
    await new Promise((resolve, reject) => {
      client.#socket.once('open', resolve);
      client.#socket.once('error', reject);
    });
    client.socket = client.#socket._socket;
    client.socket.setNoDelay(true);
    await client.request('initialize', { clientName: 'bench' });
    client.#send({ method: 'initialized' });
    return client;
  }

  request(method, params) {
    const id = this.#nextId++;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) => this.#replies.set(id, { resolve, reject }));
  }

  /** Starts a process; `closed` resolves with `{ exitCode, bytes, chunks, hole }` once it is over. */
  async start(processId, argv, more = {}) {
    const { promise, resolve } = withResolvers();
    this.#processes.set(processId, {
      bytes: 0,
      chunks: 0,
      lastSeq: 0,
      hole: false,
      promise,
      resolve,
    });
    const env = { PATH: process.env.PATH };
    const params = { processId, argv, cwd: 'file:///', env, tty: false, ...more };
    await this.request('process/start', params);
    return { closed: promise };
  }

  /** Resolves with the same once the process is over. */
  over(processId) {
    return this.#processes.get(processId).promise;
  }

  close() {
    this.#socket.terminate();
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #receive(data) {
    // Output frames are recognised by their text: parsing them would be most of the work.
    const text = data.toString('latin1', 0, 40);
    if (text.startsWith('{"method":"process/output"')) {
      return this.#output(data);
    }
    const message = JSON.parse(data);
    if ('id' in message) {
      const { resolve, reject } = this.#replies.get(message.id);
      this.#replies.delete(message.id);
      if (message.error) {
        reject(new Error(message.error.message));
      } else {
        resolve(message.result);
      }
      return;
    }
    const { processId, seq, exitCode } = message.params;
    const state = this.#processes.get(processId);
    if (seq !== state.lastSeq + 1) {
      state.hole = true;
    }
    state.lastSeq = seq;
    if (exitCode !== undefined) {
      state.exitCode = exitCode;
    }
    if (message.method === 'process/closed') {
      state.resolve(state);
    }
  }

  #output(data) {
    const processId = /"processId":"([^"]*)"/.exec(data.toString('latin1', 0, 200))[1];
    const head = data.toString('latin1', 0, 300);
    const state = this.#processes.get(processId);
    const seq = Number(/"seq":(\d+)/.exec(head)[1]);
    if (seq !== state.lastSeq + 1) {
      state.hole = true;
    }
    state.lastSeq = seq;
    const start = data.indexOf('"chunk":"') + 9;
    const end = data.indexOf(0x22, start);
    const padding = data[end - 1] !== 0x3d ? 0 : data[end - 2] === 0x3d ? 2 : 1;
    state.bytes += ((end - start) / 4) * 3 - padding;
    state.chunks += 1;
  }
}

const withResolvers = () => {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};

import { WebSocket } from 'ws';

const ANSWER_WITHIN_MS = 15_000;

/** One connection to a daemon, at the level of messages; it keeps all that comes. */
export class Wire {
  /** The notifications so far, in order. */
  events = [];
  /** The close code once the connection is closed. */
  closeCode;
  #socket;
  #nextId = 1;
  #answers = new Map();
  #waiters = new Set();

  /** Resolves when the WebSocket is open. */
  static async open(url, options = {}) {
    const wire = new Wire();
    wire.#socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    wire.#socket.on('message', (data) => wire.#receive(JSON.parse(data)));
    wire.#socket.on('close', (code) => {
      wire.closeCode = code;
      wire.#wake();
    });
    await new Promise((resolve, reject) => {
      wire.#socket.once('open', resolve);
      wire.#socket.once('error', reject);
    });
    wire.#socket.on('error', () => undefined);
    // An answer to each frame at once: upstream's small frames wait for it otherwise.
    wire.#socket._socket.setNoDelay(true);
    return wire;
  }

  /** Sends a request, and resolves with its whole answer, `'closed'` or `'no answer'`. */
  async request(method, params, withinMs) {
    const id = this.#nextId++;
    this.send({ id, method, ...(params !== undefined && { params }) });
    return await this.answer(id, withinMs);
  }

  /** The answer to a message that carries this id, without the id. */
  async answer(id, withinMs = ANSWER_WITHIN_MS) {
    const key = JSON.stringify(id);
    const found = await this.until(() => this.#answers.get(key), withinMs);
    if (typeof found === 'string') {
      return found;
    }
    this.#answers.delete(key);
    const { id: _, ...rest } = found;
    return rest;
  }

  /** Sends one message: an object as JSON, a string or bytes as they are. */
  send(message) {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    this.#socket.send(isRaw ? message : JSON.stringify(message));
  }

  /** What the WebSocket library offers beyond messages: fragments, pings, a close. */
  get socket() {
    return this.#socket;
  }

  /** Resolves with what `look` finds as soon as it finds something, else with how the wait ended. */
  until(look, withinMs = ANSWER_WITHIN_MS) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle('no answer'), withinMs);
      const settle = (value) => {
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(value);
      };
      const check = () => {
        const found = look();
        if (found !== undefined) {
          settle(found);
        } else if (this.closeCode !== undefined) {
          settle('closed');
        }
      };
      this.#waiters.add(check);
      check();
    });
  }

  /** Resolves with `'closed'` or, when the connection stays, with `'no answer'` after `withinMs`. */
  closed(withinMs = ANSWER_WITHIN_MS) {
    return this.until(() => undefined, withinMs);
  }

  close() {
    this.#socket.terminate();
  }

  #receive(message) {
    if ('id' in message && !('method' in message)) {
      this.#answers.set(JSON.stringify(message.id), message);
    } else {
      this.events.push(message);
    }
    this.#wake();
  }

  #wake() {
    for (const check of [...this.#waiters]) {
      check();
    }
  }
}

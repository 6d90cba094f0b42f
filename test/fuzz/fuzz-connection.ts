import { WebSocket } from 'ws';
import type { FuzzMessage } from './fuzz-message.js';
import { SCRATCH } from './sandbox-text.js';

const SENTINEL_ID = 'sentinel';
const SENTINEL = `{"id":"${SENTINEL_ID}","method":"environment/status"}`;
const UNREADABLE_ID = -1;
const INTERNAL_ERROR = 'internal error; see the server log';
/** Far beyond what any answer takes, also on a busy machine. */
const HANG_MS = 60_000;

/** A connection that sends what is fuzzed, and holds the daemon to what it owes. */
export class FuzzConnection {
  readonly #websocket: WebSocket;
  readonly #scratch: string;
  /** Messages that have had no reply with their id. */
  readonly #unanswered = new Map<number, string>();
  /** Replies that came with the id −1. */
  #unaddressed = 0;
  #hasSentinel = false;
  #isOpen = true;
  #fault: string | undefined;
  #nextId = 1;
  /** Looks whether what is awaited is there; called whenever something comes. */
  #look: () => void = () => undefined;

  private constructor(websocket: WebSocket, scratch: string) {
    this.#websocket = websocket;
    this.#scratch = scratch;
    websocket.on('message', (data: Buffer) => this.#receive(data));
    websocket.on('error', () => undefined);
    websocket.on('open', () => this.#look());
    websocket.on('close', () => {
      this.#isOpen = false;
      this.#look();
    });
  }

  /**
   * Opens a connection with a session of its own.
   *
   * @param scratch the URI of the directory that messages may do anything to
   * @throws {Error} when it is refused.
   */
  static async open(url: string, scratch: string): Promise<FuzzConnection> {
    const websocket = new WebSocket(url, { perMessageDeflate: false });
    const connection = new FuzzConnection(websocket, scratch);
    await connection.#until(() => !connection.#isOpen || websocket.readyState === WebSocket.OPEN);
    websocket.send('{"id":0,"method":"initialize","params":{"clientName":"fuzz"}}');
    websocket.send('{"method":"initialized"}');
    return connection;
  }

  /** Sends messages that are all answered, and resolves when they are. @throws {Error} when they are not. */
  async exchange(messages: readonly FuzzMessage[]): Promise<void> {
    for (const message of messages) {
      this.#send(message);
    }
    await this.#until(() => !this.#isOpen || this.#unanswered.size <= this.#unaddressed);
    await this.#roundTrip();
    if (!this.#isOpen || this.#unanswered.size !== this.#unaddressed) {
      throw new Error(this.#state);
    }
    this.#unanswered.clear();
    this.#unaddressed = 0;
  }

  /** Sends a message that may end the connection. Resolves with whether it did. */
  async provoke(message: FuzzMessage): Promise<boolean> {
    this.#send({ ...message, expects: 'anything' });
    await this.#roundTrip();
    if (message.expects === 'closure' && this.#isOpen) {
      throw new Error('the connection stayed open');
    }
    return !this.#isOpen;
  }

  close(): void {
    this.#websocket.terminate();
  }

  #send({ content, expects }: FuzzMessage): void {
    const id = this.#nextId;
    this.#nextId += 1;
    const made = content(id);
    const message = typeof made === 'string' ? made.replaceAll(SCRATCH, this.#scratch) : made;
    this.#websocket.send(message, () => undefined);
    if (expects === 'answer') {
      this.#unanswered.set(id, message.toString().slice(0, 500));
    }
  }

  /** Resolves when what is sent behind it all is answered, or with the end. */
  async #roundTrip(): Promise<void> {
    this.#hasSentinel = false;
    this.#websocket.send(SENTINEL, () => undefined);
    await this.#until(() => this.#hasSentinel || !this.#isOpen);
  }

  /** @throws {Error} when it takes too long, or the daemon admits a fault of its own. */
  async #until(isSo: () => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(this.#state)), HANG_MS);
      this.#look = () => {
        if (this.#fault !== undefined) {
          reject(new Error(this.#fault));
        } else if (!isSo()) {
          return;
        } else {
          resolve();
        }
        clearTimeout(timer);
      };
      this.#look();
    });
  }

  get #state(): string {
    const texts = [...this.#unanswered.values()].slice(0, 5).join('\n');
    return `${this.#isOpen ? 'open' : 'closed'}, ${this.#unanswered.size} without a reply, ${this.#unaddressed} replies with the id -1:\n${texts}`;
  }

  #receive(data: Buffer): void {
    const message = JSON.parse(data.toString('utf8'));
    if ('method' in message) {
      return;
    }
    if (message.error?.message === INTERNAL_ERROR) {
      this.#fault = `internal error for ${this.#unanswered.get(message.id) ?? message.id}`;
    }
    if (message.id === SENTINEL_ID) {
      this.#hasSentinel = true;
    } else if (message.id === UNREADABLE_ID) {
      this.#unaddressed += 1;
    } else {
      this.#unanswered.delete(message.id);
    }
    this.#look();
  }
}

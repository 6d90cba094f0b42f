import { WebSocket } from 'ws';
import { ConnectionLost } from './connection-lost.js';
import { RequestRefused } from './request-refused.js';
import { type AddressedEvent, parseOutputFrame, toEvent } from './wire-event.js';

/** How long the handshake may take: a connection may be stalled from its first byte on. */
const HANDSHAKE_MS = 5000;

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One WebSocket to the daemon: requests and their replies, and the events of processes. */
export class WireConnection {
  readonly #websocket: WebSocket;
  readonly #onEvent: (event: AddressedEvent) => void;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  private constructor(websocket: WebSocket, onEvent: (event: AddressedEvent) => void) {
    this.#websocket = websocket;
    this.#onEvent = onEvent;
    websocket.on('message', (data: Buffer) => this.#receive(data));
    websocket.on('close', () => this.#failPending());
  }

  /** @throws {ConnectionLost} when there is no answer. */
  static async open(
    url: string,
    onEvent: (event: AddressedEvent) => void,
  ): Promise<WireConnection> {
    const websocket = new WebSocket(url, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: HANDSHAKE_MS,
    });
    const connection = new WireConnection(websocket, onEvent);
    await new Promise<void>((resolve, reject) => {
      websocket.once('open', resolve);
      websocket.on('error', (error) => reject(new ConnectionLost(error.message)));
      websocket.once('close', () => reject(new ConnectionLost('closed before it was open')));
    });
    return connection;
  }

  /** Calls `listener` when the connection is gone, at once if it is so already. */
  onLost(listener: () => void): void {
    if (this.#websocket.readyState === WebSocket.CLOSED) {
      listener();
    } else {
      this.#websocket.once('close', listener);
    }
  }

  /** @throws {RequestRefused} for an error, {ConnectionLost} when the connection ends first. */
  async request<Result>(method: string, params: unknown): Promise<Result> {
    // One that is closing has yet to say so: the request is lost then, not before.
    if (this.#websocket.readyState === WebSocket.CLOSED) {
      throw new ConnectionLost(method);
    }
    const id = this.#nextId;
    this.#nextId += 1;
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
    });
    this.#send({ id, method, params });
    return (await reply) as Result;
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Drops the connection without a goodbye. */
  drop(): void {
    this.#websocket.terminate();
  }

  #send(message: unknown): void {
    this.#websocket.send(JSON.stringify(message), () => undefined);
  }

  #receive(data: Buffer): void {
    const output = parseOutputFrame(data);
    if (output !== undefined) {
      this.#onEvent(output);
      return;
    }
    const message = JSON.parse(data.toString('utf8'));
    if ('method' in message) {
      const event = toEvent(message.method, message.params);
      if (event !== undefined) {
        this.#onEvent(event);
      }
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) {
      pending?.reject(new RequestRefused(pending.method, message.error));
    } else {
      pending?.resolve(message.result);
    }
  }

  #failPending(): void {
    for (const { method, reject } of this.#pending.values()) {
      reject(new ConnectionLost(method));
    }
    this.#pending.clear();
  }
}

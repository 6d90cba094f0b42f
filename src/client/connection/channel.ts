import { ERROR_CODES, type JsonRpcErrorObject } from '../../protocol/json-rpc.js';
import { ConnectionInterrupted, RequestFailed } from '../errors.js';
import type { Clock } from './clock.js';
import { type OutputEvent, parseMessage, type RequestContent, requestMessage } from './messages.js';
import { type PeerTimeout, watchPeer } from './peer-watch.js';
import type { Transport } from './transport.js';

/** The events of a channel. */
export interface ChannelListener {
  onOutput(event: OutputEvent): void;
  onNotification(method: string, params: unknown): void;
  /** It is for the listener to answer it. */
  onPing(transport: Transport, payload: Buffer): void;
  /** Called once, with the close code. */
  onClosed(channel: Channel, code: number): void;
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to the server: requests and their answers, notifications, pings. */
export class Channel {
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
  readonly #transport: Transport;
  readonly #listener: ChannelListener;
  readonly #pending = new Map<number, Pending>();
  readonly #stopWatching: () => void;
  #nextId = 1;
  #endReason: string | undefined;
  #resolveClosed: () => void = () => undefined;

  constructor(
    transport: Transport,
    listener: ChannelListener,
    clock: Clock,
    peerTimeout: PeerTimeout,
  ) {
    this.#transport = transport;
    this.#listener = listener;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    transport.listen({
      onMessage: (message) => this.#receive(message),
      onPing: (payload) => listener.onPing(transport, payload),
      onClosed: (code, reason) => this.#closed(code, reason),
    });
    this.#stopWatching = watchPeer(transport, clock, peerTimeout, () =>
      this.terminate('the server has been silent for too long'),
    );
  }

  /** Why it has ended, in words; undefined: it is open. */
  get endReason(): string | undefined {
    return this.#endReason;
  }

  /** @throws {RequestFailed} for an error answer, {ConnectionInterrupted} when the connection ends first. */
  request<Result>(content: RequestContent): Promise<Result> {
    const { method } = content;
    if (this.#endReason !== undefined) {
      return Promise.reject(new ConnectionInterrupted(method, this.#endReason));
    }
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#transport.send(requestMessage(id, content));
    }) as Promise<Result>;
  }

  notify(method: string, params: unknown): void {
    this.#transport.send(JSON.stringify({ method, params }));
  }

  /** Ends it in order: what was sent before arrives. */
  close(): void {
    this.#transport.close();
  }

  terminate(reason: string): void {
    // A dead peer answers the closing handshake late or never.
    this.#closed(1006, reason);
    this.#transport.terminate();
  }

  #receive(message: Buffer): void {
    if (this.#endReason !== undefined) {
      return;
    }
    try {
      const received = parseMessage(message);
      switch (received.kind) {
        case 'output':
          this.#listener.onOutput(received.event);
          break;
        case 'notification':
          this.#listener.onNotification(received.method, received.params);
          break;
        case 'request':
          this.#refuse(received.id, received.method);
          break;
        default:
          this.#settle(received.id, received);
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
      this.terminate(`the server sent what is no message of the protocol: ${error.message}`);
    }
  }

  #settle(id: unknown, answer: { result?: unknown; error?: JsonRpcErrorObject }): void {
    const pending = this.#pending.get(id as number);
    if (pending === undefined) {
      throw new SyntaxError('an answer to no request');
    }
    this.#pending.delete(id as number);
    if (answer.error === undefined) {
      pending.resolve(answer.result);
    } else {
      pending.reject(new RequestFailed(pending.method, answer.error));
    }
  }

  #refuse(id: string | number, method: string): void {
    const error = { code: ERROR_CODES.methodNotFound, message: `the client has no ${method}` };
    this.#transport.send(JSON.stringify({ id, error }));
  }

  #closed(code: number, reason: string): void {
    if (this.#endReason !== undefined) {
      return;
    }
    this.#endReason = reason || `close code ${code}`;
    this.#stopWatching();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { method, reject } of pending) {
      reject(new ConnectionInterrupted(method, this.#endReason));
    }
    this.#listener.onClosed(this, code);
    this.#resolveClosed();
  }
}

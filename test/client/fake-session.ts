import type {
  RequestOptions,
  SessionConnection,
} from '../../src/client/connection/session-connection.js';
import { ConnectionLost } from '../../src/client/errors.js';

export interface SentRequest {
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the method
  readonly params: any;
  readonly whenInterrupted: RequestOptions['whenInterrupted'];
}

/** A connection whose answers a test gives: a value, or an Error that is thrown. */
export class FakeSession implements SessionConnection {
  readonly sessionId = 'session-1';
  readonly state = 'connected';
  generation = 1;
  hasExtensions = true;
  readonly environment = {
    shell: { name: 'sh', path: '/bin/sh' },
    executorVersion: '0',
    providerId: 'p',
    cwd: 'file:///work%20dir',
    platformOs: 'linux',
    prependPathDirs: [],
    temporaryDirectories: [],
    capabilities: {},
  };
  readonly sent: SentRequest[] = [];
  readonly #answer: (request: SentRequest) => unknown;
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  readonly #interruptions = new Set<() => void>();
  readonly #losses = new Set<(loss: ConnectionLost) => void>();

  constructor(answer: (request: SentRequest) => unknown) {
    this.#answer = answer;
  }

  async request<Result>(
    method: string,
    params: unknown,
    { whenInterrupted, signal }: RequestOptions,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const request = { method, params: asSent(params), whenInterrupted };
    this.sent.push(request);
    const answer = await this.#answer(request);
    if (answer instanceof Error) {
      throw answer;
    }
    return answer as Result;
  }

  onNotification(method: string, listener: (params: never) => void): () => void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener as (params: unknown) => void));
    return () => listeners.delete(listener as (params: unknown) => void);
  }

  onInterrupted(listener: () => void): () => void {
    this.#interruptions.add(listener);
    return () => this.#interruptions.delete(listener);
  }

  onRecovered(): () => void {
    return () => undefined;
  }

  onLost(listener: (loss: ConnectionLost) => void): () => void {
    this.#losses.add(listener);
    return () => this.#losses.delete(listener);
  }

  notify(method: string, params: unknown): void {
    for (const listener of this.#listeners.get(method) ?? []) {
      listener(params);
    }
  }

  /** Loses the session, as a client that is closed. */
  lose(): void {
    for (const listener of this.#losses) {
      listener(new ConnectionLost('closed', 'the client was closed'));
    }
  }

  /** Loses the connection, as one that is recovered at once. */
  interrupt(): void {
    this.generation += 1;
    for (const listener of this.#interruptions) {
      listener();
    }
  }
}

/** With content as base64. */
const asSent = (params: unknown): unknown =>
  typeof params === 'object' && params !== null && !Array.isArray(params)
    ? Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          Buffer.isBuffer(value) ? value.toString('base64') : value,
        ]),
      )
    : params;

import { ExecServerError } from '../../../domain/errors.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { HttpLimits } from '../../limits/http-limits.js';

interface ConnectionState {
  count: number;
  readonly streams: Set<string>;
}

/**
 * The active `http/request` calls of each connection and of the server: limits their number and the bytes of
 * their bodies, and keeps stream ids distinct.
 */
export class ActiveHttpRequests {
  readonly #limits: Pick<HttpLimits, 'maxHttpRequests' | 'maxBufferedBodyBytes'>;
  /** Weak, so that an entry is freed with its connection. */
  readonly #connections = new WeakMap<ClientConnection, ConnectionState>();
  #reservedBytes = 0;

  constructor(limits: Pick<HttpLimits, 'maxHttpRequests' | 'maxBufferedBodyBytes'>) {
    this.#limits = limits;
  }

  /**
   * Counts one more request until the returned function is called, and reserves `streamId` for as long;
   * undefined: the response is not streamed and needs no unique id.
   *
   * @throws {ExecServerError} when the id is in use, or there are too many requests.
   */
  begin(connection: ClientConnection, streamId: string | undefined): () => void {
    const state = this.#stateOf(connection);
    if (streamId !== undefined && state.streams.has(streamId)) {
      throw new ExecServerError('invalid-argument', `requestId \`${streamId}\` is already active`, {
        http: 'stream',
      });
    }
    if (state.count >= this.#limits.maxHttpRequests) {
      throw new ExecServerError(
        'failed',
        `too many HTTP requests: at most ${this.#limits.maxHttpRequests} per connection`,
        { limit: 'maxHttpRequests' },
      );
    }
    state.count += 1;
    if (streamId !== undefined) {
      state.streams.add(streamId);
    }
    return once(() => {
      state.count -= 1;
      if (streamId !== undefined) {
        state.streams.delete(streamId);
      }
    });
  }

  /**
   * Reserves memory until the returned function is called. @throws {ExecServerError} when there is too little
   * left.
   */
  reserveBytes(bytes: number): () => void {
    if (this.#reservedBytes + bytes > this.#limits.maxBufferedBodyBytes) {
      throw new ExecServerError(
        'failed',
        `buffered bodies would exceed ${this.#limits.maxBufferedBodyBytes} bytes`,
        { http: 'exchange', limit: 'maxBufferedBodyBytes' },
      );
    }
    this.#reservedBytes += bytes;
    return once(() => {
      this.#reservedBytes -= bytes;
    });
  }

  #stateOf(connection: ClientConnection): ConnectionState {
    const known = this.#connections.get(connection);
    if (known !== undefined) {
      return known;
    }
    const state = { count: 0, streams: new Set<string>() };
    this.#connections.set(connection, state);
    return state;
  }
}

const once = (action: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (!isDone) {
      action();
    }
    isDone = true;
  };
};

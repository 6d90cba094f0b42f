import { ExecServerError } from '../../../domain/errors.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { Limits } from '../../limits/limits.js';

interface ConnectionState {
  count: number;
  readonly streams: Set<string>;
}

/** What `http/request` has under way, for each connection and altogether: bounds it, and keeps ids apart. */
export class ActiveHttpRequests {
  readonly #limits: Pick<Limits, 'maxHttpRequests' | 'maxBufferedBodyBytes'>;
  /** A connection that is gone takes what is its with it. */
  readonly #connections = new WeakMap<ClientConnection, ConnectionState>();
  #reservedBytes = 0;

  constructor(limits: Pick<Limits, 'maxHttpRequests' | 'maxBufferedBodyBytes'>) {
    this.#limits = limits;
  }

  /**
   * Counts one more until the returned function is called. `streamId` is taken so long; undefined: the
   * response is not streamed, so that its id is nobody's business.
   *
   * @throws {ExecServerError} when the id is taken, or there are too many.
   */
  begin(connection: ClientConnection, streamId: string | undefined): () => void {
    const state = this.#stateOf(connection);
    if (streamId !== undefined && state.streams.has(streamId)) {
      throw new ExecServerError(
        'invalid-argument',
        `http/request streamResponse requestId \`${streamId}\` is already active`,
      );
    }
    if (state.count >= this.#limits.maxHttpRequests) {
      throw new ExecServerError(
        'failed',
        `too many HTTP requests: a connection has at most ${this.#limits.maxHttpRequests} under way (--max-http-requests)`,
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

  /** Counts bytes that are kept in memory until the returned function is called. @throws {ExecServerError} */
  reserveBytes(bytes: number): () => void {
    if (this.#reservedBytes + bytes > this.#limits.maxBufferedBodyBytes) {
      throw new ExecServerError(
        'failed',
        `http/request failed: the bodies under way would take more than ${this.#limits.maxBufferedBodyBytes} bytes (--max-http-body-bytes)`,
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

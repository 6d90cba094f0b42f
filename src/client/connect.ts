import { ERROR_CODES } from '../protocol/json-rpc.js';
import type { InitializeParams } from '../protocol/lifecycle.js';
import { Client } from './client.js';
import type { ConnectOptions } from './connect-options.js';
import { systemClock } from './connection/clock.js';
import { dialWebSocket } from './connection/dial-web-socket.js';
import { lossOf } from './connection/handshake.js';
import { raiseHeapThreshold } from './connection/heap-trimming.js';
import { type ConnectionSettings, ResumableConnection } from './connection/resumable-connection.js';
import type { Dial } from './connection/transport.js';
import {
  ConnectFailed,
  ConnectionInterrupted,
  ConnectionLost,
  ExtensionsMissing,
  RequestFailed,
} from './errors.js';
import { Observer } from './observer.js';

const CLIENT_NAME = 'exec-server/client';
const PING_INTERVAL_MS = 2500;
const PEER_TIMEOUT_MS = 10_000;

// Once for the process.
raiseHeapThreshold();

/**
 * Connects to a server: opens a session, or attaches to that of `sessionId`.
 *
 * @example
 * ```ts
 * await using client = await connect('ws://127.0.0.1:8765', { token });
 * const { stdout } = await client.run('uname', ['-a']);
 * ```
 *
 * @throws {ConnectFailed} when no connection comes about
 * @throws {ConnectionLost} when there is no such session, or another client is attached to it
 */
export const connect = async (url: string, options: ConnectOptions = {}): Promise<Client> => {
  const { sessionId, takeOver } = options;
  const first = sessionId === undefined ? {} : { resumeSessionId: sessionId };
  const connection = await open(url, options, {
    first: { ...first, ...(takeOver ? { takeOver } : {}) },
    again: (id) => ({ resumeSessionId: id }),
  });
  const attach = (id: string, more: ConnectOptions = {}): Promise<Client> =>
    connect(url, { ...options, ...more, sessionId: id });
  return new Client(connection, {
    isOwner: sessionId === undefined,
    attach,
    observe: (id) => observe(url, id, options),
  });
};

/**
 * Looks at a session beside the client that is attached to it: its output is read without being acknowledged, and waits
 * for nothing. Needs the extensions.
 *
 * @throws {ConnectFailed} when no connection comes about
 * @throws {ConnectionLost} when there is no such session
 * @throws {ExtensionsMissing}
 */
export const observe = async (
  url: string,
  sessionId: string,
  options: Omit<ConnectOptions, 'sessionId' | 'takeOver' | 'sessionTtlMs'> = {},
): Promise<Observer> => {
  const again = (): Opening => ({ observeSessionId: sessionId });
  const connection = await open(url, { ...options, extensions: true }, { first: again(), again });
  if (!connection.hasExtensions) {
    await connection.close();
    throw new ExtensionsMissing('observing a session');
  }
  return new Observer(connection);
};

/** What a connection is opened for. */
interface Opening {
  readonly resumeSessionId?: string;
  readonly observeSessionId?: string;
  readonly takeOver?: boolean;
}

interface Openings {
  readonly first: Opening;
  readonly again: (sessionId: string) => Opening;
}

const open = async (
  url: string,
  options: ConnectOptions,
  { first, again }: Openings,
): Promise<ResumableConnection> => {
  const settings: ConnectionSettings = {
    dial: dialOf(url, options),
    clock: systemClock,
    random: Math.random,
    recoveryMs: options.recoveryMs,
    trace: options.trace,
    peerTimeout: peerTimeoutOf(options),
    initialize: (sessionId) =>
      initializeParams(sessionId === undefined ? first : again(sessionId), options),
  };
  try {
    return await ResumableConnection.open(settings, options.signal ?? new AbortController().signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof ConnectionInterrupted) {
      // Without the word that it may have taken effect: a session that nobody knows ends by itself.
      const why = `the connection was lost before initialize was answered: ${error.reason}`;
      throw new ConnectFailed(url, why);
    }
    throw first.resumeSessionId || first.observeSessionId ? unavailable(error) : error;
  }
};

/** Why the session that was asked for is not to be had. */
const unavailable = (error: unknown): unknown =>
  error instanceof RequestFailed && error.code === ERROR_CODES.sessionAttached
    ? new ConnectionLost('attached-elsewhere', `${error.message}; \`takeOver\` disconnects it`, {
        cause: error,
      })
    : (lossOf(error) ?? error);

const dialOf =
  (url: string, { token, headers = {} }: ConnectOptions): Dial =>
  async (signal) => {
    const bearer = typeof token === 'function' ? await token() : token;
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    return await dialWebSocket(url, { ...headers, ...authorization }, signal);
  };

const peerTimeoutOf = ({
  pingIntervalMs = PING_INTERVAL_MS,
  peerTimeoutMs = PEER_TIMEOUT_MS,
}: ConnectOptions) => ({
  pingIntervalMs,
  silentIntervals: Math.max(2, Math.ceil(peerTimeoutMs / pingIntervalMs)),
});

const initializeParams = (
  { resumeSessionId, observeSessionId, takeOver }: Opening,
  { clientName = CLIENT_NAME, sessionTtlMs, extensions = true }: ConnectOptions,
): InitializeParams => ({
  clientName,
  resumeSessionId: resumeSessionId ?? null,
  ...(extensions && {
    extensions: {
      version: 1,
      ...(sessionTtlMs === undefined ? {} : { sessionTtlMs }),
      ...(takeOver ? { takeOver } : {}),
      ...(observeSessionId === undefined ? {} : { observeSessionId }),
    },
  }),
});

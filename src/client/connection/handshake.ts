import { ERROR_CODES } from '../../protocol/json-rpc.js';
import type { InitializeParams, InitializeResult } from '../../protocol/lifecycle.js';
import { METHODS, NOTIFICATIONS } from '../../protocol/methods.js';
import { ConnectFailed, ConnectionInterrupted, ConnectionLost, RequestFailed } from '../errors.js';
import { Channel, type ChannelListener } from './channel.js';
import type { Clock } from './clock.js';
import type { PeerTimeout } from './peer-watch.js';
import type { Dial } from './transport.js';

/** How long the server may take to answer `initialize`: up to 1 s when it asks another connection for a sign of life. */
const INITIALIZE_TIMEOUT_MS = 10_000;
/** HTTP statuses that mean "not now". */
const TEMPORARY_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];

/** How connections are opened. */
export interface HandshakeSettings {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly peerTimeout: PeerTimeout;
}

export interface Opened {
  readonly channel: Channel;
  readonly initialized: InitializeResult;
}

/**
 * Opens a connection and initializes it.
 *
 * @throws {ConnectFailed} when no connection comes about
 * @throws {RequestFailed} when the server refuses `initialize`
 */
export const handshake = async (
  { dial, clock, peerTimeout }: HandshakeSettings,
  params: InitializeParams,
  listener: ChannelListener,
  signal: AbortSignal,
): Promise<Opened> => {
  const transport = await dial(signal);
  if (signal.aborted) {
    transport.terminate();
    throw signal.reason;
  }
  const channel = new Channel(transport, listener, clock, peerTimeout);
  const end = (reason: string) => () => channel.terminate(reason);
  const cancel = clock.schedule(
    INITIALIZE_TIMEOUT_MS,
    end(`no answer within ${INITIALIZE_TIMEOUT_MS / 1000} s`),
  );
  const abort = end('given up');
  signal.addEventListener('abort', abort, { once: true });
  try {
    const initialized = await channel.request<InitializeResult>({
      method: METHODS.initialize,
      params,
    });
    if (typeof initialized?.sessionId !== 'string' || !initialized.environmentInfo) {
      throw new ConnectionLost('refused', 'the server is no exec-server: it answered no session');
    }
    channel.notify(NOTIFICATIONS.initialized, {});
    signal.throwIfAborted();
    if (channel.endReason !== undefined) {
      throw new ConnectionInterrupted(METHODS.initialize, channel.endReason);
    }
    return { channel, initialized };
  } catch (error) {
    channel.terminate('initialize failed');
    throw error;
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
  }
};

/** Why the session is lost when a handshake failed so; undefined: it may come about later. */
export const lossOf = (error: unknown): ConnectionLost | undefined => {
  if (error instanceof ConnectionLost) {
    return error;
  }
  if (error instanceof RequestFailed && error.code !== ERROR_CODES.sessionAttached) {
    const reason = error.code === ERROR_CODES.invalidRequest ? 'session-unknown' : 'refused';
    return new ConnectionLost(reason, `the session is lost: ${error.message}`, { cause: error });
  }
  if (error instanceof ConnectFailed && error.status !== undefined) {
    return TEMPORARY_STATUSES.includes(error.status)
      ? undefined
      : new ConnectionLost('refused', error.message, { cause: error });
  }
  const mayPass =
    error instanceof RequestFailed ||
    error instanceof ConnectFailed ||
    error instanceof ConnectionInterrupted;
  return mayPass
    ? undefined
    : new ConnectionLost('refused', `the connection could not be opened: ${String(error)}`, {
        cause: error,
      });
};

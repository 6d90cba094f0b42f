import {
  type Client,
  ConnectFailed,
  ConnectionLost,
  type ConnectOptions,
  connect,
  type Observer,
  observe,
} from '../../client/index.js';
import { CliError } from '../cli-error.js';
import { SESSION_TTL_MS } from '../daemon/start-daemon.js';
import { type SessionRecord, shortId } from '../sessions/session-record.js';
import type { Server, Servers } from './servers.js';

const CLIENT_NAME = 'exec-server command line';
/** A daemon that ends because it is idle takes a moment for it, in which it refuses connections. */
const ATTEMPTS = 5;
const OWN_RECOVERY_MS = 30_000;
const PAUSE_MS = 200;

/** A session, and the server that has it. */
export interface Opened {
  readonly client: Client;
  readonly server: Server;
}

/** Opens a session, on the user's own daemon where no server is named. @throws {CliError} */
export const openSession = async (servers: Servers): Promise<Opened> => {
  for (let attempt = 1; ; attempt += 1) {
    const server = await servers.open();
    try {
      const options = { ...optionsFor(server), sessionTtlMs: SESSION_TTL_MS };
      return { server, client: await connect(server.url, options) };
    } catch (error) {
      if (!(error instanceof ConnectFailed) || !server.isOwn || attempt === ATTEMPTS) {
        throw explain(error);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

/** Attaches to a session. @throws {CliError} when it has ended, or another client is attached and `takeOver` is false */
export const attachTo = (
  servers: Servers,
  server: Server,
  record: SessionRecord,
  takeOver: boolean,
): Promise<Client> => {
  const { sessionId } = record;
  const options = { ...optionsFor(server), sessionTtlMs: SESSION_TTL_MS };
  return connect(server.url, { ...options, sessionId, takeOver }).catch(forget(servers, record));
};

/** Looks at a session. @throws {CliError} when it has ended */
export const observeSession = (
  servers: Servers,
  server: Server,
  record: SessionRecord,
): Promise<Observer> =>
  observe(server.url, record.sessionId, optionsFor(server)).catch(forget(servers, record));

/** The server does not know the session any more. */
export class SessionEnded extends CliError {}

const forget =
  (servers: Servers, record: SessionRecord) =>
  (error: unknown): never => {
    if (error instanceof ConnectionLost && error.reason === 'session-unknown') {
      servers.records.remove(record);
      throw new SessionEnded(`the command ${shortId(record)} has ended, and its output is gone`);
    }
    if (error instanceof ConnectionLost && error.reason === 'attached-elsewhere') {
      throw new CliError(
        `another terminal is attached to ${shortId(record)}; --take takes it over, --observe looks on`,
      );
    }
    throw explain(error);
  };

/**
 * It is the user who gives up, or the server that has forgotten the session. No network lies before the user's own daemon: one
 * that cannot be reached for this long has ended.
 */
const optionsFor = ({ token, isOwn }: Server): ConnectOptions => ({
  token,
  clientName: CLIENT_NAME,
  recoveryMs: isOwn ? OWN_RECOVERY_MS : Number.POSITIVE_INFINITY,
});

const explain = (error: unknown): CliError => {
  const { message } = error as Error;
  if (error instanceof ConnectFailed && error.status === 401) {
    return new CliError(
      `${message}; the token of --token-file, EXEC_SERVER_TOKEN_FILE or EXEC_SERVER_TOKEN is not that of the server`,
    );
  }
  return new CliError(message, undefined, { cause: error });
};

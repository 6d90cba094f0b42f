import {
  type Client,
  ConnectFailed,
  ConnectionLost,
  type ConnectOptions,
  connect,
  type Observer,
  observe,
  RequestFailed,
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
/** How often it is checked whether the user's own daemon runs at all. */
const CHECK_MS = 500;

/** A session, and the server that has it. */
export interface Opened {
  readonly client: Client;
  readonly server: Server;
}

/**
 * Opens a session, on the user's own daemon where no server is named.
 *
 * @param sessionTtlMs how long the server is to keep it without a client
 * @throws {CliError}
 */
export const openSession = async (servers: Servers, sessionTtlMs: number): Promise<Opened> => {
  for (let attempt = 1; ; attempt += 1) {
    const server = await servers.open();
    try {
      const client = await connect(server.url, { ...optionsFor(server), sessionTtlMs });
      return { server, client };
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
  return connect(server.url, { ...options, sessionId, takeOver }).catch(
    explainFor(servers, record),
  );
};

/**
 * Looks at a session while `use` runs.
 *
 * @throws {CliError} when the session or its command is not there, or the user's own daemon ends meanwhile
 */
export const observing = async <Result>(
  servers: Servers,
  server: Server,
  record: SessionRecord,
  use: (observer: Observer) => Promise<Result>,
): Promise<Result> => {
  const failed = explainFor(servers, record);
  const observer = await observe(server.url, record.sessionId, optionsFor(server)).catch(failed);
  let stopWatching = (): void => undefined;
  const daemonEnds = new Promise<never>((_, reject) => {
    stopWatching = watchDaemon(servers, server, reject);
  });
  try {
    return await Promise.race([use(observer), daemonEnds]).catch(failed);
  } finally {
    stopWatching();
    await observer.close();
  }
};

/** Calls `onEnd` when the user's own daemon has ended, until the returned function is called. */
export const watchDaemon = (
  servers: Servers,
  server: Server,
  onEnd: (error: CliError) => void,
): (() => void) => {
  const check = setInterval(() => {
    if (server.isOwn && !servers.isRunning(server)) {
      onEnd(new CliError('the daemon has ended, and the command with it'));
    }
  }, CHECK_MS);
  return () => clearInterval(check);
};

/** The server does not know the session any more. */
export class SessionEnded extends CliError {}

/** What the user is told; a session that has ended is forgotten. */
export const explainFor =
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
    throw isUnknownProcess(error) ? noCommand(record) : explain(error);
  };

const isUnknownProcess = (error: unknown): boolean =>
  error instanceof RequestFailed && error.message.startsWith('unknown process id');

/** The session is there without its command, as when `run` was interrupted before the start. */
export const noCommand = (record: SessionRecord): CliError =>
  new CliError(
    `the command ${shortId(record)} was not started, or has ended and was read; forget it with: exec-server rm ${shortId(record)}`,
  );

/**
 * It is the user who gives up, or the server that has forgotten the session. No network lies before the user's own daemon: one
 * that cannot be reached for this long has ended.
 */
const optionsFor = ({ token, isOwn }: Server): ConnectOptions => ({
  token,
  clientName: CLIENT_NAME,
  recoveryMs: isOwn ? OWN_RECOVERY_MS : Number.POSITIVE_INFINITY,
});

const explain = (error: unknown): unknown =>
  error instanceof ConnectFailed && error.status === 401
    ? new CliError(
        `${error.message}; the token of --token-file, EXEC_SERVER_TOKEN_FILE or EXEC_SERVER_TOKEN is not that of the server`,
      )
    : error;

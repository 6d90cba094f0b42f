import { readFileSync } from 'node:fs';
import { CliError } from '../cli-error.js';
import { type DaemonAddress, findDaemon } from '../daemon/daemon-address.js';
import { isRunning } from '../daemon/process-identity.js';
import { daemonLog, ensureDaemon } from '../daemon/start-daemon.js';
import { openStateDirectory } from '../daemon/state-directory.js';
import type { Host } from '../host.js';
import { shortId } from '../sessions/session-record.js';
import { SessionRecords } from '../sessions/session-records.js';

/** The options of every command that talks to a server. */
export interface ServerOptions {
  readonly url?: string;
  readonly tokenFile?: string;
}

/** A server that a command works with. */
export interface Server {
  readonly url: string;
  readonly token: string | undefined;
  /** Under which its sessions are remembered. */
  readonly key: string;
  /** It is the user's own daemon, which has the files of this host. */
  readonly isOwn: boolean;
}

/** The servers that a user's commands know. */
export class Servers {
  readonly records: SessionRecords;
  readonly #host: Host;
  readonly #directory: string;
  readonly #options: ServerOptions;

  /** @throws {CliError} when the state directory cannot be trusted. */
  constructor(host: Host, options: ServerOptions) {
    this.#host = host;
    this.#options = options;
    this.#directory = openStateDirectory(host);
    this.records = new SessionRecords(this.#directory);
    this.#tellLost();
  }

  /** The server of the options or variables, else the user's own daemon, which is started where none runs. */
  async open(): Promise<Server> {
    return this.#named() ?? ownServer(await ensureDaemon(this.#directory, this.#host));
  }

  /** The same, without starting a daemon: undefined when none runs. */
  find(): Server | undefined {
    const daemon = findDaemon(this.#directory);
    return this.#named() ?? (daemon && ownServer(daemon));
  }

  /** Whether the user's own daemon that this was still runs. */
  isRunning({ key }: Server): boolean {
    return isRunning(identityOf(key));
  }

  #named(): Server | undefined {
    const { env } = this.#host;
    const url = urlOf(this.#options, env);
    if (url === undefined) {
      return undefined;
    }
    if (!/^wss?(\+unix)?:\/\//.test(url) || !URL.canParse(url)) {
      throw new CliError(`${url} is no address of a server; expected ws://HOST:PORT or wss://HOST`);
    }
    return { url, token: tokenOf(this.#options, env), key: url, isOwn: false };
  }

  /** A daemon ends by itself only when it has no session: one that left some behind was killed, or has crashed. */
  #tellLost(): void {
    const lost = this.records.takeLost((key) => isOwnKey(key) && !isRunning(identityOf(key)));
    if (lost.length === 0) {
      return;
    }
    const names = lost.map((record) => `${shortId(record)} (${record.command.join(' ')})`);
    this.#host.stderr.write(
      `exec-server: lost ${names.join(', ')}: the daemon was killed, has crashed, or the host was restarted; ` +
        `its log: ${daemonLog(this.#directory)}\n`,
    );
  }
}

/** The server that is named; undefined: none is. */
export const urlOf = ({ url }: ServerOptions, env: Host['env']): string | undefined =>
  (url ?? env.EXEC_SERVER_URL) || undefined;

const ownServer = ({ url, token, pid, startTime }: DaemonAddress): Server => ({
  url,
  token,
  key: `own:${pid}:${startTime}`,
  isOwn: true,
});

const isOwnKey = (key: string): boolean => key.startsWith('own:');

const identityOf = (key: string): { pid: number; startTime: string } => {
  const [, pid, startTime = ''] = key.split(':');
  return { pid: Number(pid), startTime };
};

const tokenOf = ({ tokenFile }: ServerOptions, env: Host['env']): string | undefined => {
  const path = tokenFile ?? (env.EXEC_SERVER_TOKEN ? undefined : env.EXEC_SERVER_TOKEN_FILE);
  if (path === undefined || path === '') {
    return env.EXEC_SERVER_TOKEN;
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new CliError(`the token cannot be read: ${(error as Error).message}`);
  }
};

import { randomUUID } from 'node:crypto';
import {
  type Client,
  type RunOptions as ClientOptions,
  RequestFailed,
} from '../../client/index.js';
import { CliError } from '../cli-error.js';
import type { RunOptions } from '../command-options.js';
import { SESSION_TTL_MS } from '../daemon/start-daemon.js';
import type { Host } from '../host.js';
import { openSession } from '../server/open-session.js';
import { type Server, Servers } from '../server/servers.js';
import { type SessionRecord, shortId } from '../sessions/session-record.js';
import { follow } from './follow.js';

const EXIT_CANNOT_EXECUTE = 126;
const EXIT_NOT_FOUND = 127;

/** Runs a command, and is its terminal unless it is detached. */
export const run = async (
  command: readonly string[],
  options: RunOptions,
  host: Host,
): Promise<number> => {
  const [file = '', ...args] = command;
  if (options.detach && options.timeout !== undefined) {
    throw new CliError(
      '--timeout needs this program to stay; with -d use: exec-server run -d -- timeout 60s COMMAND',
    );
  }
  const isOnTerminal =
    options.tty ?? (!options.detach && host.stdin.isTTY === true && host.stdout.isTTY === true);
  const servers = new Servers(host, options);
  const { client, server } = await openSession(servers, SESSION_TTL_MS);
  const record = newRecord(command, client, server, isOnTerminal);
  let environment: Environment;
  try {
    environment = environmentOf(options, server, host, isOnTerminal);
    // Before the start: whatever ends this program, the command is found again.
    servers.records.save(record);
  } catch (error) {
    await client.end();
    throw error;
  }
  const remote = client.run(file, args, {
    ...environment,
    processId: record.processId,
    stdin: options.detach ? (options.interactive ? 'pipe' : 'ignore') : stdinOf(options),
    ...(isOnTerminal && { tty: sizeOf(host) }),
    ...(options.timeout !== undefined && { timeoutMs: options.timeout }),
    buffer: false,
    reject: false,
  });
  const followed = { client, server, servers, record, process: remote };
  const outcome = options.detach
    ? undefined
    : follow(followed, { stdin: options.stdin, detachKeys: options.detachKeys }, host);
  try {
    await remote.started;
  } catch (error) {
    await outcome?.catch(() => undefined);
    await client.end();
    servers.records.remove(record);
    throw explainStart(error as Error, file);
  }
  if (outcome !== undefined) {
    return await outcome;
  }
  remote.release();
  await client.detach();
  const id = shortId(record);
  host.stdout.write(options.json ? `${JSON.stringify({ id })}\n` : `${id}\n`);
  return 0;
};

const newRecord = (
  command: readonly string[],
  { sessionId }: Client,
  { key }: Server,
  tty: boolean,
): SessionRecord => ({
  sessionId,
  processId: randomUUID(),
  server: key,
  command,
  tty,
  startedAtMs: Date.now(),
  seenSeq: 0,
  modes: [],
});

const stdinOf = ({ stdin }: RunOptions): 'pipe' | 'ignore' => (stdin ? 'pipe' : 'ignore');

const sizeOf = ({ stdout }: Host): { cols: number; rows: number } =>
  stdout.isTTY && stdout.columns > 0 && stdout.rows > 0
    ? { cols: stdout.columns, rows: stdout.rows }
    : { cols: 80, rows: 24 };

type Environment = Pick<ClientOptions, 'cwd' | 'env' | 'extendEnv'>;

/**
 * On the user's own daemon the directory and all variables of this process, as in a shell; on another server only what is
 * asked for, and the kind of the terminal.
 */
const environmentOf = (
  { cwd, env }: RunOptions,
  { isOwn }: Server,
  host: Host,
  isOnTerminal: boolean,
): Environment => {
  const asked = Object.fromEntries(
    env.map((text) => {
      const [, name = text, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      return [name, value ?? host.env[name]];
    }),
  );
  if (isOwn) {
    return {
      cwd: resolvePath(cwd, host),
      env: { ...host.env, ...asked },
      extendEnv: false,
    };
  }
  const { TERM } = host.env;
  return {
    ...(cwd !== undefined && { cwd }),
    env: { ...(isOnTerminal && TERM !== undefined && { TERM }), ...asked },
  };
};

const resolvePath = (path: string | undefined, host: Host): string => {
  if (path?.startsWith('/')) {
    return path;
  }
  const directory = host.cwd();
  return path === undefined ? directory : `${directory}/${path}`;
};

/** How a start failed for its working directory, whatever the kind of the error. */
const WRONG_DIRECTORY = /: (working directory `.*)$/s;

const explainStart = (error: Error, file: string): CliError => {
  const [, wrongDirectory] = WRONG_DIRECTORY.exec(error.message) ?? [];
  if (wrongDirectory !== undefined) {
    return new CliError(wrongDirectory);
  }
  const kind = error instanceof RequestFailed ? (error.data as { kind?: string })?.kind : undefined;
  if (kind === 'spawnNotFound') {
    return new CliError(`${file}: command not found`, EXIT_NOT_FOUND);
  }
  if (kind === 'spawnPermissionDenied' || kind === 'spawnFailed') {
    return new CliError(`${file}: ${error.message}`, EXIT_CANNOT_EXECUTE);
  }
  return new CliError(error.message);
};

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Client, connect } from '../../src/client/index.js';
import { DAEMON_PROGRAM } from '../../src/testing/daemon-process.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = relative(PROJECT, DAEMON_PROGRAM);
/** Mounts a directory elsewhere, for the command after `$1` only. */
const MOUNT = 'mount --bind "$0" "$1" && shift && exec "$@"';

/** A client of a daemon that another program has become, such as `setpriv`. */
export interface StartedBy {
  readonly client: Client;
  readonly pid: number;
  /** Closes the client and stops the daemon. */
  stop(): Promise<void>;
}

/** Runs `launcher` with the built daemon as its last arguments, and connects to it. */
export const startedBy = async (
  launcher: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = process.env,
): Promise<StartedBy> => {
  const place = placeForAll();
  const elsewhere =
    place === PROJECT ? [] : ['unshare', '--mount', 'sh', '-c', MOUNT, PROJECT, place];
  const command = [...elsewhere, ...launcher, process.execPath, join(place, PROGRAM)];
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const client = await connect(await readUrl(child), { recoveryMs: 0 });
  const stop = async (): Promise<void> => {
    await client.close();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    if (place !== PROJECT) {
      rmdirSync(place);
    }
  };
  return { client, pid: child.pid ?? 0, stop };
};

/** Where the project can be read by another user: the clone may be in a home directory. */
const placeForAll = (): string => {
  const directories = PROJECT.split('/').map(
    (_, index, names) => `/${join(...names.slice(0, index + 1))}`,
  );
  const isPrivate = directories.some((directory) => (statSync(directory).mode & 0o001) === 0);
  if (!isPrivate || process.geteuid?.() !== 0) {
    return PROJECT;
  }
  const place = mkdtempSync('/var/tmp/exec-server-project-');
  chmodSync(place, 0o755);
  return place;
};

const readUrl = async (child: ChildProcess): Promise<string> => {
  let text = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the daemon ended with ${code}: ${text}`);
    }),
  ]);
  return String(line);
};

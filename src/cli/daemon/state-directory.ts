import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { CliError } from '../cli-error.js';
import type { Host } from '../host.js';

const MODE = 0o700;
const WRITABLE_BY_OTHERS = 0o022;
/** systemd removes these when the user logs out for the last time, and with them the way back to what still runs. */
const REMOVED_AT_LOGOUT = /^\/run\/user\//;

/**
 * Where the address of the user's own daemon and the sessions are remembered: `exec-server` in `XDG_RUNTIME_DIR`, unless
 * that does not outlive the login; else `/tmp/exec-server-UID`, as tmux does, whatever `TMPDIR` is.
 */
export const stateDirectoryPath = ({ env, uid }: Pick<Host, 'env' | 'uid'>): string => {
  const { XDG_RUNTIME_DIR: runtime = '' } = env;
  return isAbsolute(runtime) && !REMOVED_AT_LOGOUT.test(`${runtime}/`)
    ? join(runtime, 'exec-server')
    : `/tmp/exec-server-${uid}`;
};

/**
 * Creates the directory where it is missing.
 *
 * @throws {CliError} when it cannot be created, or others could read or replace what is in it.
 */
export const openStateDirectory = (host: Pick<Host, 'env' | 'uid'>): string => {
  const path = stateDirectoryPath(host);
  const found = statOf(path) ?? make(path);
  const wrong = faultOf(found, host.uid);
  if (wrong !== undefined) {
    throw new CliError(`${path} ${wrong}, so it is not used; remove it, or ${ADVICE}`);
  }
  if ((found.mode & 0o777) !== MODE) {
    chmodSync(path, MODE);
  }
  return path;
};

const ADVICE = 'set XDG_RUNTIME_DIR to a directory of yours';

const statOf = (path: string): Stats | undefined => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unusable(error);
  }
};

const unusable = (error: unknown): CliError =>
  new CliError(`the state directory cannot be used: ${(error as Error).message}; ${ADVICE}`);

const make = (path: string): Stats => {
  try {
    mkdirSync(path, { mode: MODE });
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw unusable(error);
    }
  }
  return lstatSync(path);
};

const faultOf = (found: Stats, uid: number): string | undefined => {
  if (found.isSymbolicLink()) {
    return 'is a symbolic link';
  }
  if (!found.isDirectory()) {
    return 'is not a directory';
  }
  if (found.uid !== uid) {
    return `belongs to another user (${found.uid})`;
  }
  return (found.mode & WRITABLE_BY_OTHERS) === 0 ? undefined : 'can be written by other users';
};

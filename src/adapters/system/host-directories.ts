import { lstatSync, readlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import type { HostDescription } from '../../application/ports/host-information.js';
import { decodePath } from '../../domain/files/path-encoding.js';

/** The directories of a host, of which any may be missing: containers and services have none of them for sure. */
export type HostDirectories = Pick<
  HostDescription,
  'cwd' | 'userHomeDir' | 'temporaryDirectories' | 'tempDir'
>;

/** Where programs put temporary files that were told no other place. */
const DEFAULT_TEMP_DIR = '/tmp';
/** What the kernel writes behind the name of a directory that has been removed. */
const REMOVED = ' (deleted)';

/** The directories as they are now; a relative `TMPDIR` counts from the working directory. Never fails. */
export const hostDirectories = (variables: NodeJS.ProcessEnv = process.env): HostDirectories => {
  const cwd = workingDirectory();
  const absolute = (path: string): string | undefined =>
    isAbsolute(path) ? resolve(path) : cwd && resolve(cwd, path);
  const { TMPDIR } = variables;
  const given = TMPDIR ? absolute(TMPDIR) : undefined;
  return {
    cwd,
    userHomeDir: homeDirectory(variables.HOME),
    temporaryDirectories: given === undefined ? [] : [given],
    tempDir: absolute(TMPDIR ?? DEFAULT_TEMP_DIR),
  };
};

/** Asks the kernel, since Node remembers what it was told first. Undefined: the directory has been removed. */
const workingDirectory = (): string | undefined => {
  try {
    const path = decodePath(readlinkSync('/proc/self/cwd', 'buffer'));
    return path.endsWith(REMOVED) && !exists(path) ? undefined : path;
  } catch {
    return askNode();
  }
};

/** Where there is no `/proc`. */
const askNode = (): string | undefined => {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
};

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** What `HOME` says, else the account; a relative one is nobody's home. */
const homeDirectory = (given: string | undefined): string | undefined => {
  const path = given || accountHome();
  return isAbsolute(path) ? resolve(path) : undefined;
};

const accountHome = (): string => {
  try {
    return userInfo().homedir;
  } catch {
    // The user has no entry in the database of accounts, as in many containers.
    return '';
  }
};

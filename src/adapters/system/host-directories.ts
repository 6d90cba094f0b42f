import { lstatSync, readlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import type { HostDescription } from '../../application/ports/host-information.js';
import { decodePath } from '../../domain/files/path-encoding.js';

/** The directories of a host, any of which may be missing, as in containers and services. */
export type HostDirectories = Pick<
  HostDescription,
  'cwd' | 'userHomeDir' | 'temporaryDirectories' | 'tempDir'
>;

/** For temporary files without `TMPDIR`. */
const DEFAULT_TEMP_DIR = '/tmp';
/** The kernel appends this to the path of a removed directory. */
const REMOVED = ' (deleted)';

/**
 * The current directories; a relative `TMPDIR` is relative to the working directory. Never fails.
 *
 * @param readAccountHome - may throw: the user has no account entry, as in many containers
 */
export const hostDirectories = (
  variables: NodeJS.ProcessEnv = process.env,
  readAccountHome: () => string = () => userInfo().homedir,
): HostDirectories => {
  const cwd = workingDirectory();
  const absolute = (path: string): string | undefined =>
    isAbsolute(path) ? resolve(path) : cwd && resolve(cwd, path);
  const { TMPDIR } = variables;
  const given = TMPDIR ? absolute(TMPDIR) : undefined;
  return {
    cwd,
    userHomeDir: homeDirectory(variables.HOME, readAccountHome),
    temporaryDirectories: given === undefined ? [] : [given],
    tempDir: absolute(TMPDIR ?? DEFAULT_TEMP_DIR),
  };
};

/** Read from the kernel, since Node caches the working directory. Undefined: it was removed. */
const workingDirectory = (): string | undefined => {
  try {
    const path = decodePath(readlinkSync('/proc/self/cwd', 'buffer'));
    return path.endsWith(REMOVED) && !exists(path) ? undefined : path;
  } catch {
    return askNode();
  }
};

/** For systems without `/proc`. */
const askNode = (): string | undefined => {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
};

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** `HOME`, else the account's; a relative one is ignored. */
const homeDirectory = (
  given: string | undefined,
  readAccountHome: () => string,
): string | undefined => {
  const path = given || orEmpty(readAccountHome);
  return isAbsolute(path) ? resolve(path) : undefined;
};

const orEmpty = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

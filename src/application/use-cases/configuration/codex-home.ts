import { ExecServerError } from '../../../domain/errors.js';
import { joinPath } from '../../../domain/files/paths.js';
import { tryStat } from '../../host/try-stat.js';
import type { FileTree } from '../../ports/file-system.js';
import type { HostDescription, HostInformation } from '../../ports/host-information.js';

/**
 * The directory of the user's configuration: `CODEX_HOME`, else `.codex` in the home directory, which need
 * not exist.
 *
 * @throws {ExecServerError} when `CODEX_HOME` is not a directory, or there is no home directory.
 */
export const findCodexHome = async (files: FileTree, host: HostInformation): Promise<string> => {
  const description = host.describe();
  const { CODEX_HOME: given, HOME } = host.environment();
  if (given === undefined || given === '') {
    return joinPath(findHome(description, HOME), '.codex');
  }
  const path = toAbsolute(given, description.cwd);
  const found = path === undefined ? undefined : await tryStat(files, path);
  if (path !== undefined && found?.isDirectory) {
    return await files.canonicalize(path);
  }
  const problem = found === undefined ? 'does not exist' : 'is not a directory';
  throw new ExecServerError(
    'failed',
    `CODEX_HOME points to ${JSON.stringify(given)}, but that path ${problem}`,
  );
};

/** Unlike elsewhere, a relative `HOME` is accepted here, relative to the working directory. */
const findHome = ({ cwd, userHomeDir }: HostDescription, given: string | undefined): string => {
  if (userHomeDir !== undefined) {
    return userHomeDir;
  }
  if (!given) {
    throw new ExecServerError('failed', 'Could not find home directory');
  }
  const path = toAbsolute(given, cwd);
  if (path !== undefined) {
    return path;
  }
  throw new ExecServerError('failed', 'No such file or directory (os error 2)');
};

const toAbsolute = (path: string, cwd: string | undefined): string | undefined =>
  path.startsWith('/') ? path : cwd && joinPath(cwd, path);

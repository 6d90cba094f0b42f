import { ExecServerError } from '../domain/errors.js';
import { joinPath } from '../domain/join-path.js';
import { lookAt } from './look-at.js';
import type { FileTree } from './ports/file-system.js';
import type { HostInformation } from './ports/host-information.js';

/**
 * Where the user's own configuration lies: what `CODEX_HOME` says, else `.codex` in the home directory,
 * which need not exist.
 *
 * @throws {ExecServerError} when `CODEX_HOME` leads to no directory.
 */
export const findCodexHome = async (files: FileTree, host: HostInformation): Promise<string> => {
  const { cwd, userHomeDir } = host.describe();
  const given = host.environment().CODEX_HOME;
  if (given === undefined || given === '') return joinPath(userHomeDir, '.codex');
  const path = given.startsWith('/') ? given : joinPath(cwd, given);
  const found = await lookAt(files, path);
  if (found?.isDirectory) return await files.canonicalize(path);
  const problem = found === undefined ? 'does not exist' : 'is not a directory';
  throw new ExecServerError(
    'failed',
    `CODEX_HOME points to ${JSON.stringify(given)}, but that path ${problem}`,
  );
};

import { joinPath } from '../../../domain/files/paths.js';
import { catchExpected } from '../../host/catch-expected.js';
import { decodeUtf8 } from '../../host/decode-utf8.js';
import { tryStat } from '../../host/try-stat.js';
import type { FileSystem } from '../../ports/file-system.js';

/** Whether a directory is the root of a git working tree. */
export const isGitRepository = async (files: FileSystem, directory: string): Promise<boolean> => {
  const entry = await tryStat(files, joinPath(directory, '.git'));
  if (entry?.isDirectory !== true) {
    return entry?.isFile === true;
  }
  return (await tryStat(files, joinPath(directory, '.git/HEAD'))) !== undefined;
};

/**
 * The repository of a working tree: itself, or for a linked worktree the main one. Undefined when that
 * repository does not list the worktree, since any directory can claim to belong to a repository.
 *
 * @param maxBytes largest size of a git file that contains a path.
 */
export const repositoryOf = (
  files: FileSystem,
  directory: string,
  maxBytes: number,
): Promise<string | undefined> =>
  catchExpected(
    async () => {
      const entry = joinPath(directory, '.git');
      const { isFile: isLinked } = await files.metadata(entry, { followSymlinks: true });
      return isLinked ? mainRepository(files, directory, maxBytes) : files.canonicalize(directory);
    },
    () => undefined,
  );

const mainRepository = async (
  files: FileSystem,
  directory: string,
  maxBytes: number,
): Promise<string | undefined> => {
  const entry = joinPath(directory, '.git');
  const named = /^gitdir:\s*(.+)$/.exec(await readPath(files, entry, maxBytes))?.[1];
  if (named === undefined) {
    return undefined;
  }
  const gitDirectory = await files.canonicalize(within(directory, named));
  const repository = /^(.*)\/[^/]+\/worktrees\/[^/]+$/.exec(gitDirectory)?.[1];
  const backLink = await readPath(files, joinPath(gitDirectory, 'gitdir'), maxBytes);
  const linked = await files.canonicalize(within(gitDirectory, backLink));
  return linked === (await files.canonicalize(entry)) ? repository : undefined;
};

const readPath = async (files: FileSystem, path: string, maxBytes: number): Promise<string> => {
  const bytes = await files.readFile(path, { followSymlinks: true, maxBytes });
  return decodeUtf8(bytes)?.trim() ?? '';
};

const within = (directory: string, path: string): string =>
  path.startsWith('/') ? path : joinPath(directory, path);

import { tryStat } from '../../host/try-stat.js';
import type { FileTree } from '../../ports/file-system.js';

/** A text that differs when one of these files, or a file in one of these directories, has changed. */
export const startUpFingerprint = async (
  files: FileTree,
  paths: readonly string[],
): Promise<string> => (await Promise.all(paths.map((path) => describe(files, path)))).join('\n');

const describe = async (files: FileTree, path: string): Promise<string> => {
  const found = await tryStat(files, path);
  if (found === undefined) {
    return path;
  }
  const self = `${path} ${found.size} ${found.createdAtMs} ${found.modifiedAtMs}`;
  if (!found.isDirectory) {
    return self;
  }
  const entries = await files.readDirectory(path).catch(() => []);
  const inside = entries
    .filter(({ isFile }) => isFile)
    .map(async ({ name }) => {
      const file = await tryStat(files, `${path}/${name}`);
      return file && `${name} ${file.size} ${file.createdAtMs} ${file.modifiedAtMs}`;
    });
  return [self, ...(await Promise.all(inside)).sort()].join('\n');
};

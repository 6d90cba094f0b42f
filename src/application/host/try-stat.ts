import type { FileMetadata, FileTree } from '../ports/file-system.js';
import { catchExpected } from './catch-expected.js';

/** The metadata of a path, links followed; undefined when it does not exist or is not accessible. */
export const tryStat = (files: FileTree, path: string): Promise<FileMetadata | undefined> =>
  catchExpected(
    () => files.metadata(path, { followSymlinks: true }),
    () => undefined,
  );

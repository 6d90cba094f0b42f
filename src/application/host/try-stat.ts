import { ExecServerError } from '../../domain/errors.js';
import type { FileMetadata, FileTree } from '../ports/file-system.js';

/** The metadata of a path, links followed; undefined when it does not exist or is not accessible. */
export const tryStat = async (files: FileTree, path: string): Promise<FileMetadata | undefined> => {
  try {
    return await files.metadata(path, { followSymlinks: true });
  } catch (error) {
    if (error instanceof ExecServerError) {
      return undefined;
    }
    throw error;
  }
};

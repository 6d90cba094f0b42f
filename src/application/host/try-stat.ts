import { ExecServerError } from '../../domain/errors.js';
import type { FileMetadata, FileTree } from '../ports/file-system.js';

/** What a path leads to; undefined when that is nothing, or nothing that may be seen. */
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

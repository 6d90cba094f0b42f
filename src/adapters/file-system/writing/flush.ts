import type { FileHandle } from 'node:fs/promises';
import { errnoOf } from '../errno-of.js';

/** What a file system says that has nothing to flush to. */
const CANNOT_FLUSH: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP']);

/** Waits until the content is on the disk: some file systems say only then that there is no room for it. */
export const flush = async (file: FileHandle): Promise<void> => {
  try {
    await file.datasync();
  } catch (error) {
    if (!CANNOT_FLUSH.has(errnoOf(error))) {
      throw error;
    }
  }
};

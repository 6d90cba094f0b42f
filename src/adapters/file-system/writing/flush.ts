import type { FileHandle } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';

/** Errors of file systems that do not support flushing. */
const CANNOT_FLUSH: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP']);

/** Waits until the content is on disk: some file systems report a lack of space only then. */
export const flush = async (file: FileHandle): Promise<void> => {
  try {
    await file.datasync();
  } catch (error) {
    if (!CANNOT_FLUSH.has(errorCode(error))) {
      throw error;
    }
  }
};

import type { FileHandle } from 'node:fs/promises';

/** Closes a file that was only read, without waiting; errors are ignored, since no data can be lost. */
export const closeInBackground = (file: FileHandle): void => {
  file.close().catch(() => undefined);
};

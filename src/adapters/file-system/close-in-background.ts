import type { FileHandle } from 'node:fs/promises';

/** Closes what was only read or looked through, and does not wait for it: nothing can be lost of it. */
export const closeInBackground = (file: FileHandle): void => {
  file.close().catch(() => undefined);
};

import type { FileHandle } from 'node:fs/promises';

/** Writes all bytes at an offset; the system may accept them in parts. */
export const writeAll = async (
  file: FileHandle,
  bytes: Uint8Array,
  offset: number,
): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
};

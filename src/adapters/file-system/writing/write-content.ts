import type { FileHandle } from 'node:fs/promises';
/**
 * Writes the content of a file from offset `from` up to `to`, or to its end if that comes first; resolves
 * with the offset where it stopped, at least `from`.
 */
export type WriteContent = (file: FileHandle, from: number, to: number) => Promise<number>;

const BLOCK_BYTES = 1024 * 1024;

/** Content from a buffer. */
export const fillWith =
  (bytes: Uint8Array): WriteContent =>
  async (file, from, to) => {
    const part = bytes.subarray(from, Math.min(to, bytes.length));
    await writeAll(file, part, from);
    return from + part.length;
  };

/** Content from another file, up to its length by then. */
export const fillFrom =
  (source: FileHandle): WriteContent =>
  async (file, from, to) => {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    for (let at = from; ; ) {
      const wanted = Math.min(BLOCK_BYTES, to - at);
      const { bytesRead } = await source.read(block, 0, wanted, at);
      if (bytesRead === 0) {
        return at;
      }
      await writeAll(file, block.subarray(0, bytesRead), at);
      at += bytesRead;
    }
  };

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

import { constants } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import type { ReadFileOptions } from '../../application/ports/file-system.js';
import { closeInBackground, withNoFollowParent } from './directory-handle.js';
import { notAFile, notARegularFile, tooLargeToRead } from './file-error.js';
import { toHostBytes } from './host-path-bytes.js';

/** First read of a file whose size is reported as 0, as in `/proc`. */
const FIRST_READ_BYTES = 64 * 1024;

/** Reads a whole regular file; one that grows meanwhile is still bounded by `maxBytes`. */
export const readWholeFile = (path: string, options: ReadFileOptions): Promise<Buffer> =>
  options.followSymlinks
    ? readFollowing(path, options.maxBytes)
    : withNoFollowParent(path, (directory, name) =>
        readPinned(directory.entry(name), options.maxBytes),
      );

const readFollowing = async (path: string, maxBytes: number): Promise<Buffer> => {
  const entry = toHostBytes(path);
  // Checked before opening: opening a FIFO or a device may have an effect.
  const stats = await stat(entry);
  if (!stats.isFile()) {
    throw notAFile(path);
  }
  const handle = await open(entry, constants.O_RDONLY | constants.O_NONBLOCK);
  return readAndClose(handle, stats.size, maxBytes, () => notAFile(path));
};

const readPinned = async (entry: Buffer, maxBytes: number): Promise<Buffer> => {
  const stats = await lstat(entry);
  if (!stats.isFile() && !stats.isSymbolicLink()) {
    throw notARegularFile();
  }
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  return readAndClose(await open(entry, flags), stats.size, maxBytes, notARegularFile);
};

/**
 * Read and check the status again concurrently; content of a file that was replaced in between is not
 * returned.
 */
const readAndClose = async (
  handle: FileHandle,
  size: number,
  maxBytes: number,
  refusal: () => Error,
): Promise<Buffer> => {
  try {
    if (size > maxBytes) {
      throw tooLargeToRead(maxBytes);
    }
    const looking = handle.stat();
    const [bytes, stats] = await Promise.all([readToEnd(handle, size, maxBytes), looking]);
    if (!stats.isFile()) {
      throw refusal();
    }
    return bytes;
  } finally {
    closeInBackground(handle);
  }
};

const readToEnd = async (handle: FileHandle, size: number, maxBytes: number): Promise<Buffer> => {
  // One byte more than the size, so that the end of the file is detected.
  let bytes = Buffer.allocUnsafe(size === 0 ? Math.min(FIRST_READ_BYTES, maxBytes + 1) : size + 1);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
    filled += bytesRead;
    // A short read at the expected size is the end of the file; no further read is needed.
    if (bytesRead === 0 || (filled === size && size > 0)) {
      return bytes.subarray(0, filled);
    }
    if (filled > maxBytes) {
      throw tooLargeToRead(maxBytes);
    }
    if (filled === bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(2 * filled, maxBytes + 1));
      bytes.copy(larger, 0, 0, filled);
      bytes = larger;
    }
  }
};

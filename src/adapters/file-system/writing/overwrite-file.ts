import type { Stats } from 'node:fs';
import { type FileHandle, statfs } from 'node:fs/promises';
import { flush } from './flush.js';
import { writeAll } from './write-all.js';
import type { WriteContent } from './write-content.js';

/** What is kept in memory, so that it can be written back. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Sizes in `stat` are told in these, whatever the file system has. */
const BLOCK_BYTES = 512;

/** File systems that write over a block where it is: ext2 to ext4, XFS, tmpfs. All others may need room for it. */
const OVERWRITING: ReadonlySet<number> = new Set([0xef_53, 0x58_46_53_42, 0x01_02_19_94]);

/** A file that is to be changed in place. */
export interface Present {
  readonly path: Buffer;
  /** Open for writing, and for reading where that is permitted. */
  readonly file: FileHandle;
  readonly isReadable: boolean;
  readonly stats: Stats;
}

/**
 * Whether new content in place of the old cannot fail for want of room other than at the end, where it is undone:
 * each block has its place on the disk and stays there, and what is overwritten fits the memory.
 */
export const losesNothing = async ({ path, isReadable, stats }: Present): Promise<boolean> => {
  if (!isReadable || stats.size > MAX_KEPT_BYTES) {
    return false;
  }
  if (stats.blocks * BLOCK_BYTES < stats.size) {
    return false;
  }
  const found = await statfs(path).catch(() => undefined);
  return found !== undefined && OVERWRITING.has(found.type);
};

/**
 * Changes the content of a file in place. What may fail for want of room comes first: the end, beyond the old
 * content. A failure there leaves the old content, and so does one later if what was overwritten could be kept.
 * Whoever looks meanwhile, or after a crash, may find some of both.
 */
export const overwriteFile = async (
  present: Present,
  mode: number | undefined,
  fill: WriteContent,
): Promise<void> => {
  const { file, stats } = present;
  const former = stats.mode & 0o7777;
  // Neither the old content nor the new is ever open to more than it should be.
  if (mode !== undefined && mode !== former) {
    await file.chmod(mode & former);
  }
  try {
    await overwrite(present, fill);
  } catch (error) {
    if (mode !== undefined && mode !== former) {
      await file.chmod(former).catch(() => undefined);
    }
    throw error;
  }
  if (mode !== undefined && mode !== former) {
    await file.chmod(mode);
  }
};

const overwrite = async (present: Present, fill: WriteContent): Promise<void> => {
  const { file, stats } = present;
  const kept = await keep(present);
  const end = await extend(file, stats.size, fill);
  try {
    const head = await fill(file, 0, stats.size);
    if (end === stats.size && head < end) {
      await file.truncate(head);
    }
    await flush(file);
  } catch (error) {
    if (kept !== undefined) {
      await restore(file, kept);
    }
    throw error;
  }
};

/** Writes what lies beyond the old content; resolves with where that ends. */
const extend = async (file: FileHandle, size: number, fill: WriteContent): Promise<number> => {
  try {
    const end = await fill(file, size, Number.POSITIVE_INFINITY);
    if (end > size) {
      await flush(file);
    }
    return end;
  } catch (error) {
    await file.truncate(size).catch(() => undefined);
    throw error;
  }
};

/** The old content; undefined where it cannot be read, is too much, or is none: files of `/proc` and `/sys` act. */
const keep = async ({ file, isReadable, stats }: Present): Promise<Buffer | undefined> => {
  if (!isReadable || stats.blocks === 0 || stats.size > MAX_KEPT_BYTES) {
    return undefined;
  }
  const kept = Buffer.allocUnsafe(stats.size);
  for (let at = 0; at < kept.length; ) {
    const { bytesRead } = await file.read(kept, at, kept.length - at, at);
    if (bytesRead === 0) {
      return undefined;
    }
    at += bytesRead;
  }
  return kept;
};

/** The failure that led here is told in any case. */
const restore = async (file: FileHandle, kept: Buffer): Promise<void> => {
  try {
    await writeAll(file, kept, 0);
    await file.truncate(kept.length);
    await flush(file);
  } catch {
    // The first error is the one to tell.
  }
};

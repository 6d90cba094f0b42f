import type { Stats } from 'node:fs';
import { type FileHandle, statfs } from 'node:fs/promises';
import { MAGIC } from '../../shared/statfs-magic.js';
import { flush } from './flush.js';
import { type WriteContent, writeAll } from './write-content.js';

/** Largest part of the old content kept in memory for restoring it. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** The unit of `blocks` in `stat`, whatever the file system. */
const BLOCK_BYTES = 512;

/** File systems that overwrite blocks in place. Others may need free space for it. */
const OVERWRITING: ReadonlySet<number> = new Set([MAGIC.ext, MAGIC.xfs, MAGIC.tmpfs]);

/** A file to be changed in place. */
export interface Present {
  readonly path: Buffer;
  /** Open for writing, and for reading where that is permitted. */
  readonly file: FileHandle;
  readonly isReadable: boolean;
  readonly stats: Stats;
}

/**
 * Whether overwriting in place can fail for lack of space only beyond the old end, where it is undone: every
 * block of the old content is allocated and overwritten in place, and the old content fits into memory.
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
 * Changes the content of a file in place. The part beyond the old content is written first, since it may fail
 * for lack of space, which leaves the old content; so does a later failure if the overwritten part could be
 * kept. Readers meanwhile, or after a crash, may find a mix of both.
 */
export const overwriteFile = async (
  present: Present,
  mode: number | undefined,
  fill: WriteContent,
): Promise<void> => {
  const { file, stats } = present;
  const former = stats.mode & 0o7777;
  // Set first, so that neither content is ever accessible with more permissions than it should be.
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

/** Writes what lies beyond the old content; resolves with the offset where it ends. */
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

/**
 * The old content; undefined when it is not readable, too large, or not a stored one, as in `/proc` and
 * `/sys`.
 */
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

/** Errors of restoring are ignored; the failure that led here is reported. */
const restore = async (file: FileHandle, kept: Buffer): Promise<void> => {
  try {
    await writeAll(file, kept, 0);
    await file.truncate(kept.length);
    await flush(file);
  } catch {
    // The first error is the one to report.
  }
};

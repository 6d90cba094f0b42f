import type { FsGetMetadataResult } from '../../protocol/files.js';

/** The kinds of files that the wire protocol distinguishes; `other`: a FIFO, socket or device. */
export type FileKind = 'file' | 'directory' | 'link' | 'other';

abstract class HasKind {
  /** What it is; not in Node. */
  readonly kind: FileKind;

  constructor(kind: FileKind) {
    this.kind = kind;
  }

  isFile(): boolean {
    return this.kind === 'file';
  }

  isDirectory(): boolean {
    return this.kind === 'directory';
  }

  isSymbolicLink(): boolean {
    return this.kind === 'link';
  }
}

/** As `fs.Stats`, as far as the wire protocol goes: without mode, owner, inode and time of access. */
export class FileStats extends HasKind {
  /** Bytes; NaN for a symbolic link itself, which the server does not measure. */
  readonly size: number;
  /** Milliseconds since the Unix epoch, whole ones; NaN for a symbolic link itself. */
  readonly mtimeMs: number;
  /** Likewise; 0 where the server does not know it. */
  readonly birthtimeMs: number;

  constructor(kind: FileKind, times: { size: number; mtimeMs: number; birthtimeMs: number }) {
    super(kind);
    this.size = times.size;
    this.mtimeMs = times.mtimeMs;
    this.birthtimeMs = times.birthtimeMs;
  }

  get mtime(): Date {
    return new Date(this.mtimeMs);
  }

  get birthtime(): Date {
    return new Date(this.birthtimeMs);
  }
}

/** As `fs.Dirent`; a symbolic link is one, whatever its target. */
export class DirectoryEntry extends HasKind {
  readonly name: string;
  /** The directory that the entry is in. */
  readonly parentPath: string;

  constructor(name: string, parentPath: string, kind: FileKind) {
    super(kind);
    this.name = name;
    this.parentPath = parentPath;
  }
}

/** The stats of a path's target. */
export const targetStats = (metadata: FsGetMetadataResult): FileStats =>
  new FileStats(kindOf(metadata), {
    size: metadata.size,
    mtimeMs: metadata.modifiedAtMs,
    birthtimeMs: metadata.createdAtMs,
  });

/** The stats of a symbolic link itself. */
export const linkStats = (): FileStats =>
  new FileStats('link', { size: Number.NaN, mtimeMs: Number.NaN, birthtimeMs: Number.NaN });

/** The kind of a target. */
export const kindOf = (flags: { isFile: boolean; isDirectory: boolean }): FileKind => {
  if (flags.isDirectory) {
    return 'directory';
  }
  return flags.isFile ? 'file' : 'other';
};

import type { Answer } from './answer.js';

/**
 * Every path is absolute. Bytes of a name that are not UTF-8 are lone surrogates U+DC80 to U+DCFF, as in
 * Python's PEP 383 (`domain/files/path-encoding.ts`), so that every name of the host has a text.
 *
 * Every method rejects with an `ExecServerError` with the texts of docs/protocol.md section 8: `not-found`
 * for a missing path, `invalid-request` for what is not permitted or not possible, `failed` for the rest.
 */
export interface FileSystem extends FileContents, FileTree, FileChanges {}

/** Reading and writing file contents. */
export interface FileContents {
  /** The whole content of a regular file of at most `maxBytes`. */
  readFile(path: string, options: ReadFileOptions): Answer<Uint8Array>;
  /** Creates or replaces a file atomically: readers see the old content or the new, also after a crash. */
  writeFile(path: string, bytes: Uint8Array, options: WriteFileOptions): Promise<void>;
  /** Opens a file for reading in blocks, or (`replace`) creates or truncates it for writing in blocks. */
  open(path: string, mode: 'read' | 'replace'): Promise<OpenFile>;
}

/** Metadata and directory listings. */
export interface FileTree {
  metadata(path: string, options: SymlinkOptions): Answer<FileMetadata>;
  /** Resolves with the path after all symbolic links, `.` and `..` are resolved. */
  canonicalize(path: string): Promise<string>;
  /** Resolves with the entries in unspecified order. */
  readDirectory(path: string): Promise<readonly DirectoryEntry[]>;
  /** Lists a tree breadth first, each directory sorted by name in byte order. */
  walk(path: string, options: WalkOptions): Promise<Walk>;
}

/** Changes of the directory tree. */
export interface FileChanges {
  createDirectory(path: string, options: SymlinkOptions & { recursive: boolean }): Promise<void>;
  remove(path: string, options: SymlinkOptions & RemoveOptions): Promise<void>;
  copy(source: string, destination: string, options: { recursive: boolean }): Promise<void>;
}

/** A file opened by a client. Lengths and offsets are in bytes; an offset above 2^53 is a bigint. */
export interface OpenFile {
  /** Resolves with fewer than `length` bytes only at the end of the file. */
  read(offset: number | bigint, length: number): Promise<Uint8Array>;
  /** Resolves when all bytes are written. */
  write(offset: number | bigint, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface SymlinkOptions {
  /** False: a symbolic link anywhere in the path is an error. */
  readonly followSymlinks: boolean;
}

export interface ReadFileOptions extends SymlinkOptions {
  readonly maxBytes: number;
}

export interface WriteFileOptions extends SymlinkOptions {
  /**
   * Nothing that a path names is read or changed before it resolves, and nothing at all if it rejects, but for an
   * invisible preparation: the content may be written aside. Undefined: at once.
   */
  readonly inTurn?: Promise<void> | undefined;
}

export interface RemoveOptions {
  /** Also removes directories with their contents. */
  readonly recursive: boolean;
  /** A missing path is not an error. */
  readonly force: boolean;
}

/** Metadata of a path's target, and whether the path itself is a symbolic link. */
export interface FileMetadata {
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly isSymlink: boolean;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; 0 where the file system does not record it. */
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export interface DirectoryEntry {
  readonly name: string;
  /** Both follow symbolic links, and are false for a dangling one. */
  readonly isDirectory: boolean;
  readonly isFile: boolean;
}

/** The bounds and options of a walk. */
export interface WalkOptions {
  /** 0: only the entries of the root. */
  readonly maxDepth: number;
  /** Includes the root. */
  readonly maxDirectories: number;
  /** Counts files, directories and links, listed or not. */
  readonly maxEntries: number;
  readonly followDirectorySymlinks: boolean;
  /** Lists hidden directories, but not their contents. */
  readonly pruneHiddenDirectories: boolean;
}

/** The result of a walk. Paths that cannot be read are in `errors` and do not stop it. */
export interface Walk {
  readonly entries: readonly { readonly path: string; readonly kind: 'file' | 'directory' }[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** A limit on directories or entries was reached. */
  readonly isTruncated: boolean;
}

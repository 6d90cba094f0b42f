/**
 * Every path is absolute. Bytes of a name that are not UTF-8 stand in it as lone surrogates U+DC80 to
 * U+DCFF, as in Python's PEP 383 (`domain/path-text.ts`), so that any name of the host can be said.
 *
 * Every method rejects with an `ExecServerError` in the words of docs/protocol.md section 8: `not-found` for
 * what is missing, `invalid-request` for what is not permitted or not possible, `failed` for the rest.
 */
export interface FileSystem extends FileContents, FileTree, FileChanges {}

/** What files contain. */
export interface FileContents {
  /** Resolves with all of a regular file of at most `maxBytes`. */
  readFile(path: string, options: ReadFileOptions): Promise<Uint8Array>;
  /** Creates or replaces: whoever looks finds the old content or the new, also after a crash. */
  writeFile(path: string, bytes: Uint8Array, options: SymlinkOptions): Promise<void>;
  /** Opens a file to read it by blocks, or (`replace`) creates or empties it to write it by blocks. */
  open(path: string, mode: 'read' | 'replace'): Promise<OpenFile>;
}

/** What is there. */
export interface FileTree {
  metadata(path: string, options: SymlinkOptions): Promise<FileMetadata>;
  /** Resolves with the path without symbolic links, `.` and `..`. */
  canonicalize(path: string): Promise<string>;
  /** Resolves with the entries in an order that nobody may rely on. */
  readDirectory(path: string): Promise<readonly DirectoryEntry[]>;
  /** Lists a tree, breadth first, each directory by name in byte order. */
  walk(path: string, options: WalkOptions): Promise<Walk>;
}

/** Changes to the tree. */
export interface FileChanges {
  createDirectory(path: string, options: SymlinkOptions & { recursive: boolean }): Promise<void>;
  remove(path: string, options: SymlinkOptions & RemoveOptions): Promise<void>;
  copy(source: string, destination: string, options: { recursive: boolean }): Promise<void>;
}

/** A file opened by its client; its lengths and offsets are bytes, an offset beyond 2^53 is a bigint. */
export interface OpenFile {
  /** Resolves with fewer than `length` bytes at the end of the file only. */
  read(offset: number | bigint, length: number): Promise<Uint8Array>;
  /** Writes all of it, or rejects. */
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

export interface RemoveOptions {
  /** Directories with all that is in them. */
  readonly recursive: boolean;
  /** What is missing is no error. */
  readonly force: boolean;
}

/** A path's target, and whether the path itself is a symbolic link. */
export interface FileMetadata {
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly isSymlink: boolean;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; 0 where the file system does not know. */
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export interface DirectoryEntry {
  readonly name: string;
  /** Both follow symbolic links; a link that leads nowhere is neither. */
  readonly isDirectory: boolean;
  readonly isFile: boolean;
}

/** Where a walk ends. */
export interface WalkOptions {
  /** 0: the entries of the root only. */
  readonly maxDepth: number;
  /** The root counts. */
  readonly maxDirectories: number;
  /** Files, directories and links count, listed or not. */
  readonly maxEntries: number;
  readonly followDirectorySymlinks: boolean;
  /** Lists hidden directories, but not what is in them. */
  readonly pruneHiddenDirectories: boolean;
}

/** What a walk found; what it could not read is named, and does not end it. */
export interface Walk {
  readonly entries: readonly { readonly path: string; readonly kind: 'file' | 'directory' }[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** A limit on directories or entries was met. */
  readonly isTruncated: boolean;
}

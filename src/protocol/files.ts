import type { SandboxContext } from './process.js';

/** A request for a path; every `path` of the file methods is a `file:` URI. */
interface FsRequest {
  path: string;
  sandbox?: SandboxContext | null;
}

/** A request that follows symbolic links by default. */
interface FsFollowingRequest extends FsRequest {
  followSymlinks?: boolean | null;
}

/** Params of `fs/readFile`. */
export interface FsReadFileParams extends FsFollowingRequest {}

/** Result of `fs/readFile`. */
export interface FsReadFileResult {
  dataBase64: string;
}

/** Params of `fs/open`; `handleId` is any text that is not the id of an open file of this connection. */
export interface FsOpenParams extends FsRequest {
  handleId: string;
  mode?: 'read' | 'replace';
}

/** Result of `fs/open`. */
export interface FsOpenResult {
  handleId: string;
}

/** Params of `fs/readBlock`; `len` is 1 to 1,048,576 bytes. */
export interface FsReadBlockParams {
  handleId: string;
  offset: number;
  len: number;
}

/** Result of `fs/readBlock`; `chunk` is base64, `eof`: it has fewer than `len` bytes. */
export interface FsReadBlockResult {
  chunk: string;
  eof: boolean;
}

/** Params of `fs/writeBlock`; `chunk` is base64 of 1 to 1,048,576 bytes. */
export interface FsWriteBlockParams {
  handleId: string;
  offset: number;
  chunk: string;
}

/** Params of `fs/close`. */
export interface FsCloseParams {
  handleId: string;
}

/** Params of `fs/watchMissing`; `watchId` is above all earlier ones of this connection. */
export interface FsWatchMissingParams {
  watchId: number;
  missing: string[];
  present?: string | null;
}

/** Result of `fs/watchMissing`. */
export interface FsWatchMissingResult {
  watching: boolean;
}

/** Params of `fs/writeFile`. */
export interface FsWriteFileParams extends FsFollowingRequest {
  dataBase64: string;
}

/** Params of `fs/createDirectory`. */
export interface FsCreateDirectoryParams extends FsFollowingRequest {
  /** Default: true. */
  recursive?: boolean | null;
}

/** Params of `fs/getMetadata`. */
export interface FsGetMetadataParams extends FsFollowingRequest {}

/** Result of `fs/getMetadata`: the path's target, and whether the path itself is a symbolic link. */
export interface FsGetMetadataResult {
  isDirectory: boolean;
  isFile: boolean;
  isSymlink: boolean;
  /** Bytes. */
  size: number;
  createdAtMs: number;
  modifiedAtMs: number;
}

/** Params of `fs/canonicalize`. */
export interface FsCanonicalizeParams extends FsRequest {}

/** Result of `fs/canonicalize`. */
export interface FsCanonicalizeResult {
  path: string;
}

/** Params of `fs/readDirectory`. */
export interface FsReadDirectoryParams extends FsRequest {}

/** Result of `fs/readDirectory`; the flags follow symbolic links. */
export interface FsReadDirectoryResult {
  entries: { fileName: string; isDirectory: boolean; isFile: boolean }[];
}

/** Params of `fs/walk`. */
export interface FsWalkParams extends FsRequest {
  options: FsWalkOptions;
}

/** The bounds of a walk. */
export interface FsWalkOptions {
  maxDepth: number;
  maxDirectories: number;
  maxEntries: number;
  followDirectorySymlinks: boolean;
  /** Default: false. */
  pruneHiddenDirectories?: boolean | null;
}

/** Result of `fs/walk`. */
export interface FsWalkResult {
  entries: { path: string; kind: 'file' | 'directory' }[];
  errors: { path: string; message: string }[];
  truncated: boolean;
}

/** Params of `fs/remove`. */
export interface FsRemoveParams extends FsFollowingRequest {
  /** Default: true. */
  recursive?: boolean | null;
  /** Default: true. */
  force?: boolean | null;
}

/** Params of `fs/copy`. */
export interface FsCopyParams {
  sourcePath: string;
  destinationPath: string;
  recursive: boolean;
  sandbox?: SandboxContext | null;
}

/** Params of `fs/missingChanged`. */
export interface FsMissingChangedParams {
  watchId: number;
}

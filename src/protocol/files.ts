import type { SandboxContext } from './process.js';

/** A request about a path; every `path` of the file methods is a file URI. */
interface FsRequest {
  path: string;
  sandbox?: SandboxContext | null;
}

/** A request that may pass through symbolic links, which it does unless told otherwise. */
interface FsFollowingRequest extends FsRequest {
  followSymlinks?: boolean | null;
}

/** Params of `fs/readFile`. */
export interface FsReadFileParams extends FsFollowingRequest {}

/** Result of `fs/readFile`. */
export interface FsReadFileResult {
  dataBase64: string;
}

/** Params of `fs/open`; `handleId` is any text that names no open file of this connection. */
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

/** Params of `fs/missingChanged`. */
export interface FsMissingChangedParams {
  watchId: number;
}

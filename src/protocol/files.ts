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

/** Params of `fs/missingChanged`. */
export interface FsMissingChangedParams {
  watchId: number;
}

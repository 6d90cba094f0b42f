import { ExecServerError } from '../../domain/errors.js';

/** A path as a client names it. */
export interface HostPath {
  /** The URI as given, for error texts. */
  readonly uri: string;
  /** Absolute path on this host; undefined: the URI belongs to another kind of host. */
  readonly path: string | undefined;
}

/** @throws {ExecServerError} when the path belongs to another kind of host. */
export const requireLocalPath = ({ uri, path }: HostPath): string => {
  if (path !== undefined) {
    return path;
  }
  throw new ExecServerError('invalid-request', `'${uri}' is invalid on 'linux'`);
};

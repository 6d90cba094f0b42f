import { ExecServerError } from '../../domain/errors.js';

/** A path as a client sent it. */
export interface HostPath {
  /** The URI as sent, for error texts. */
  readonly uri: string;
  /** Absolute path on this host; undefined: the URI is of another kind of host. */
  readonly path: string | undefined;
}

/** @throws {ExecServerError} when the path is of another kind of host. */
export const requireLocalPath = ({ uri, path }: HostPath): string => {
  if (path !== undefined) {
    return path;
  }
  throw new ExecServerError('invalid-request', `'${uri}' is invalid on 'linux'`);
};

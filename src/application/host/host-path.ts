import { type ErrorCode, ExecServerError } from '../../domain/errors.js';

/** A path as a client sent it. */
export interface HostPath {
  /** The URI as sent, for error texts. */
  readonly uri: string;
  /** Absolute path on this host; undefined: the URI is of another kind of host. */
  readonly path: string | undefined;
}

/** The error for a path of another kind of host. @param argument which one it is, where that is not plain. */
export const foreignPath = (code: ErrorCode, uri: string, argument?: string): ExecServerError =>
  new ExecServerError(code, 'the path is of another kind of host', {
    foreignPath: uri,
    ...(argument !== undefined && { argument }),
  });

/** @throws {ExecServerError} when the path is of another kind of host. */
export const requireLocalPath = ({ uri, path }: HostPath): string => {
  if (path !== undefined) {
    return path;
  }
  throw foreignPath('invalid-request', uri);
};

import { type ErrorCode, ExecServerError } from '../../domain/errors.js';

/** A path as a client sent it. */
export interface HostPath {
  /** Returned to the client unchanged, in answers and errors; nothing is read from it. */
  readonly asSent: string;
  /** Absolute path on this host; undefined: the path is of another kind of host. */
  readonly path: string | undefined;
}

/** The error for a path of another kind of host. @param argument which one it is, where that is not plain. */
export const foreignPath = (code: ErrorCode, asSent: string, argument?: string): ExecServerError =>
  new ExecServerError(code, 'the path is of another kind of host', {
    foreignPath: asSent,
    ...(argument !== undefined && { argument }),
  });

/** @throws {ExecServerError} when the path is of another kind of host. */
export const requireLocalPath = ({ asSent, path }: HostPath): string => {
  if (path !== undefined) {
    return path;
  }
  throw foreignPath('invalid-request', asSent);
};

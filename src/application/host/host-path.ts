import { type ErrorCode, ExecServerError } from '../../domain/errors.js';

/** A path as a client sent it. */
export interface HostPath {
  /** Returned to the client unchanged, in answers and errors; nothing is read from it. */
  readonly asSent: string;
  /** Absolute path on this host; undefined: the path is of another kind of host. */
  readonly path: string | undefined;
}

/**
 * @param argument which one it is, where that is not plain
 * @throws {ExecServerError} when the path is of another kind of host
 */
export const requireLocalPath = (
  { asSent, path }: HostPath,
  code: ErrorCode = 'invalid-request',
  argument?: string,
): string => {
  if (path !== undefined) {
    return path;
  }
  throw new ExecServerError(code, 'the path is of another kind of host', {
    foreignPath: asSent,
    ...(argument !== undefined && { argument }),
  });
};

import { type ErrorCode, ExecServerError } from '../../domain/errors.js';
import { displayPath } from '../../domain/files/path-encoding.js';
import { describeOsError } from '../../protocol/os-errors.js';

/** Error code by `errno` name; all others are `failed`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'not-found',
  EACCES: 'invalid-request',
  EPERM: 'invalid-request',
  EINVAL: 'invalid-request',
};

/** The error for an `errno` name, with upstream's text. */
export const fileError = (errno: string): ExecServerError =>
  new ExecServerError(CODES[errno] ?? 'failed', describeOsError(errno));

/** The path is a directory, FIFO, socket or device where a regular file is required. */
export const notAFile = (path: string): ExecServerError =>
  new ExecServerError('invalid-request', `path \`${displayPath(path)}\` is not a file`);

/** Likewise where symbolic links are not followed, with upstream's text. */
export const notARegularFile = (): ExecServerError =>
  new ExecServerError('invalid-request', 'path is not a regular file');

/** A file is too large for a message. */
export const tooLargeToRead = (maxBytes: number): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    `file is too large to read: limit is ${maxBytes} bytes; read it by blocks with fs/open and fs/readBlock`,
  );

/** A symbolic link where none is allowed. */
export const isASymbolicLink = (): ExecServerError =>
  new ExecServerError('invalid-request', 'path contains a symbolic link');

/** A removal that might follow links. */
export const recursiveNoFollow = (): ExecServerError =>
  new ExecServerError('failed', 'recursive no-follow removal is unsupported');

/** Copying a directory without `recursive`. */
export const copyNeedsRecursive = (): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    'fs/copy requires recursive: true when sourcePath is a directory',
  );

/** Copying a directory into itself. */
export const copyIntoItself = (): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    'fs/copy cannot copy a directory to itself or one of its descendants',
  );

/** Copying a FIFO, socket or device. */
export const copyUnsupported = (): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    'fs/copy only supports regular files, directories, and symlinks',
  );

/** Passes the result on, and translates system errors to upstream's texts. */
export const translateErrors = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw isSystemError(error) ? fileError(error.code) : error;
  });

/** Node's own errors have codes too; they are bugs of this program. */
const isSystemError = (error: unknown): error is { code: string } => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code);
};

import { type ErrorCode, ExecServerError } from '../../domain/errors.js';
import { displayPath } from '../../domain/files/path-encoding.js';
import { describeOsError } from '../../protocol/os-errors.js';

/** What kind of fault a client is told of; every other `errno` is `failed`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'not-found',
  EACCES: 'invalid-request',
  EPERM: 'invalid-request',
  EINVAL: 'invalid-request',
};

/** The error for an `errno` name, in the words of the contract. */
export const fileError = (errno: string): ExecServerError =>
  new ExecServerError(CODES[errno] ?? 'failed', describeOsError(errno));

/** A path that leads to no regular file, where one is due: a directory, FIFO, socket or device. */
export const notAFile = (path: string): ExecServerError =>
  new ExecServerError('invalid-request', `path \`${displayPath(path)}\` is not a file`);

/** The same where symbolic links are not followed, in the words of the contract. */
export const notARegularFile = (): ExecServerError =>
  new ExecServerError('invalid-request', 'path is not a regular file');

/** A file that does not fit a message. */
export const tooLargeToRead = (maxBytes: number): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    `file is too large to read: limit is ${maxBytes} bytes; read it by blocks with fs/open and fs/readBlock`,
  );

/** A symbolic link where none may be. */
export const isASymbolicLink = (): ExecServerError =>
  new ExecServerError('invalid-request', 'path contains a symbolic link');

/** A removal that might pass through links. */
export const recursiveNoFollow = (): ExecServerError =>
  new ExecServerError('failed', 'recursive no-follow removal is unsupported');

/** A directory whose copy was not asked for. */
export const copyNeedsRecursive = (): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    'fs/copy requires recursive: true when sourcePath is a directory',
  );

/** A copy that would never end. */
export const copyIntoItself = (): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    'fs/copy cannot copy a directory to itself or one of its descendants',
  );

/** A FIFO, socket or device. */
export const copyUnsupported = (): ExecServerError =>
  new ExecServerError(
    'invalid-request',
    'fs/copy only supports regular files, directories, and symlinks',
  );

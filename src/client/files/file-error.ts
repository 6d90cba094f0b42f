import type { PathLike } from 'node:fs';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { OS_ERRORS } from '../../protocol/os-errors.js';

/** What a request about files was for, as Node's errors name it. */
export interface FailedCall {
  /** Such as `open`, `scandir`, `lstat`. */
  readonly syscall: string;
  readonly path?: PathLike | undefined;
  readonly dest?: PathLike | undefined;
}

/**
 * A failure of the server's operating system, with the shape and the text of those of `node:fs`:
 * `ENOENT: no such file or directory, open '/x'`. Its `cause` is the answer of the server.
 */
export class FileError extends Error implements NodeJS.ErrnoException {
  /** Such as `ENOENT`. */
  readonly code: string;
  /** The negative number that this system has for `code`; absent where it has none. */
  declare readonly errno?: number;
  readonly syscall: string;
  declare readonly path?: string;
  declare readonly dest?: string;

  constructor(code: string, { syscall, path, dest }: FailedCall, cause: unknown) {
    const names = [path, dest].filter((name) => name !== undefined).map((name) => `'${name}'`);
    const where = names.length > 0 ? ` ${names.join(' -> ')}` : '';
    super(`${code}: ${describe(code)}, ${syscall}${where}`, { cause });
    const errno = (constants.errno as Record<string, number>)[code];
    this.code = code;
    this.syscall = syscall;
    Object.assign(this, {
      ...(errno !== undefined && { errno: -errno }),
      ...(path !== undefined && { path: String(path) }),
      ...(dest !== undefined && { dest: String(dest) }),
    });
  }
}

/** Node's text for an error, such as `no such file or directory`. */
const describe = (code: string): string => {
  for (const [name, text] of getSystemErrorMap().values()) {
    if (name === code) {
      return text;
    }
  }
  return OS_ERRORS[code]?.text.toLowerCase() ?? 'unknown error';
};

/** The error of Node for an error answer of the server; undefined: Node has no such error. */
export const asFileError = (error: unknown, call: FailedCall): FileError | undefined => {
  const { message } = error as Error;
  const code = errnoName(message);
  if (code !== undefined) {
    return new FileError(code, call, error);
  }
  return message.startsWith('unknown file handle ')
    ? new FileError('EBADF', { syscall: call.syscall }, error)
    : undefined;
};

/** Whether the server refuses what is not a regular file. */
export const isNotAFile = (error: unknown): boolean =>
  /^path (`.*` is not a file|is not a regular file)$/s.test((error as Error).message);

/** The `errno` name of an error answer, `TEXT (os error N)` with or without a detail behind it; undefined: it is none. */
export const errnoName = (message: string): string | undefined => {
  const number = Number(/^[^:]*\(os error (\d+)\)(?:$|:)/.exec(message)?.[1]);
  return Object.keys(OS_ERRORS).find((name) => OS_ERRORS[name]?.number === number);
};

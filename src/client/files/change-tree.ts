import type { PathLike } from 'node:fs';
import { constants } from 'node:os';
import { METHODS } from '../../protocol/methods.js';
import {
  type CopyOptions,
  checkCopyOptions,
  checkMakeDirectoryOptions,
  type MakeDirectoryOptions,
  type RemoveOptions,
} from './file-options.js';
import { type FileOptions, type FileRequests, sandboxOf } from './file-requests.js';
import { Metadata } from './metadata.js';

/** Makes, removes and copies files and directories. */
export class ChangeTree {
  readonly #requests: FileRequests;

  constructor(requests: FileRequests) {
    this.#requests = requests;
  }

  async createDirectory(path: PathLike, options: MakeDirectoryOptions): Promise<void> {
    checkMakeDirectoryOptions(options);
    const { recursive = false } = options;
    await this.#requests.send({
      method: METHODS.fsCreateDirectory,
      params: { path: this.#requests.uriOf(path), recursive, ...sandboxOf(options) },
      syscall: 'mkdir',
      path,
      // A repetition without `recursive` would find its own directory and report EEXIST.
      whenInterrupted: recursive ? 'repeat' : 'fail',
      signal: options.signal,
    });
  }

  async remove(path: PathLike, options: RemoveOptions): Promise<void> {
    const { recursive = false, force = false } = options;
    if (!recursive && (await this.#isDirectory(path, options))) {
      throw Object.assign(
        new Error(`Path is a directory: rm returned EISDIR (is a directory) ${path}`),
        {
          code: 'ERR_FS_EISDIR',
          errno: constants.errno.EISDIR,
          syscall: 'rm',
          path: String(path),
        },
      );
    }
    await this.#requests.send({
      method: METHODS.fsRemove,
      params: { path: this.#requests.uriOf(path), recursive, force, ...sandboxOf(options) },
      syscall: 'lstat',
      path,
      // A repetition without `force` would miss what it has removed itself.
      whenInterrupted: force ? 'repeat' : 'fail',
      signal: options.signal,
    });
  }

  async copy(source: PathLike, destination: PathLike, options: CopyOptions): Promise<void> {
    checkCopyOptions(options);
    const { recursive = false } = options;
    try {
      await this.#requests.send({
        method: METHODS.fsCopy,
        params: {
          sourcePath: this.#requests.uriOf(source),
          destinationPath: this.#requests.uriOf(destination),
          recursive,
          ...sandboxOf(options),
        },
        syscall: 'cp',
        path: source,
        dest: destination,
        // A repetition would meet the links that it has made itself.
        whenInterrupted: 'fail',
        signal: options.signal,
      });
    } catch (error) {
      throw refusedCopy(error as Error, source, destination) ?? error;
    }
  }

  /** The server would remove an empty directory, which Node does not. */
  async #isDirectory(path: PathLike, options: FileOptions): Promise<boolean> {
    const file = { path, uri: this.#requests.uriOf(path) };
    try {
      return (await new Metadata(this.#requests, options).lstat(file)).isDirectory();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return false;
      }
      throw error;
    }
  }
}

/** Refusals of the server that Node has codes of its own for. */
const COPY_REFUSALS = [
  ['fs/copy requires recursive: true', 'ERR_FS_EISDIR'],
  ['fs/copy cannot copy a directory to itself', 'ERR_FS_CP_EINVAL'],
  ['fs/copy only supports', 'ERR_FS_CP_UNKNOWN'],
] as const;

const refusedCopy = (error: Error, source: PathLike, destination: PathLike): Error | undefined => {
  const code = COPY_REFUSALS.find(([start]) => error.message.startsWith(start))?.[1];
  return (
    code &&
    Object.assign(
      new Error(`cp '${source}' -> '${destination}': ${error.message}`, { cause: error }),
      {
        code,
        syscall: 'cp',
        path: String(source),
        dest: String(destination),
      },
    )
  );
};

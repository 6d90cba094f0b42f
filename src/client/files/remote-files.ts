import { constants, type PathLike } from 'node:fs';
import type { SessionConnection } from '../connection/session-connection.js';
import { ChangeTree } from './change-tree.js';
import { type Content, type Encoded, encode } from './content.js';
import { FileHandle } from './file-handle.js';
import {
  type CopyOptions,
  checkAccessMode,
  checkReadDirectoryOptions,
  type MakeDirectoryOptions,
  type ReadDirectoryOptions,
  type ReadFileOptions,
  type RemoveOptions,
  type WriteFileOptions,
} from './file-options.js';
import { type FileOptions, FileRequests } from './file-requests.js';
import type { DirectoryEntry, FileStats } from './file-stats.js';
import {
  FileReadStream,
  FileWriteStream,
  type ReadStreamOptions,
  type WriteStreamOptions,
} from './file-streams.js';
import { DirectoryLister } from './list-directory.js';
import { Metadata, type NamedFile, textOfUri } from './metadata.js';
import { OpenFiles, type OpenFlag } from './open-files.js';
import { WholeFiles } from './whole-file.js';

/**
 * The files of the server, with the names and shapes of `node:fs/promises`. Paths are POSIX paths (relative ones are below
 * the server's working directory), `file:` URLs, or Buffers for names that are not UTF-8. Failures are `FileError`s with
 * the `code`, `errno`, `syscall`, `path` and text of Node; what the protocol cannot do is `UnsupportedByProtocol`.
 *
 * After an interruption, requests that are harmless to repeat are sent again. The others reject with
 * `ConnectionInterrupted`, and open files and streams of a server without the extensions with `FileHandleLost`.
 *
 * @example
 * ```ts
 * await client.files.mkdir('/srv/app', { recursive: true });
 * await client.files.writeFile('/srv/app/hello.txt', 'hello\n');
 * const text = await client.files.readFile('/srv/app/hello.txt', 'utf8');
 * await pipeline(client.files.createReadStream('/var/log/syslog'), createWriteStream('syslog'));
 * ```
 */
export class RemoteFiles {
  readonly #requests: FileRequests;
  readonly #open: OpenFiles;
  readonly #whole: WholeFiles;
  readonly #tree: ChangeTree;

  constructor(connection: SessionConnection) {
    this.#requests = new FileRequests(connection);
    this.#open = new OpenFiles(this.#requests);
    this.#whole = new WholeFiles(this.#requests, this.#open);
    this.#tree = new ChangeTree(this.#requests);
  }

  /** Resolves with the content of a regular file of any size: a Buffer, or text with an encoding. */
  async readFile<Option extends ReadFileOptions = undefined>(
    path: PathLike,
    options?: Option,
  ): Promise<Encoded<Option>> {
    const given: FileOptions = typeof options === 'object' && options !== null ? options : {};
    return encode(await this.#whole.read(path, given), options);
  }

  /**
   * Creates the file, or replaces its content. All or nothing for data of at most 11 MiB that is at hand; larger data,
   * streams and iterables are written by blocks, and a failure leaves a part.
   */
  async writeFile(
    path: PathLike,
    data: Content,
    options?: WriteFileOptions | BufferEncoding | null,
  ): Promise<void> {
    const given = typeof options === 'string' ? { encoding: options } : (options ?? {});
    await this.#whole.write(path, data, given);
  }

  /** Resolves with names, or with `DirectoryEntry`s; recursive names are relative to the directory. */
  readdir(
    path: PathLike,
    options: ReadDirectoryOptions & { withFileTypes: true },
  ): Promise<DirectoryEntry[]>;
  readdir(path: PathLike, options?: ReadDirectoryOptions | BufferEncoding): Promise<string[]>;
  async readdir(
    path: PathLike,
    options: ReadDirectoryOptions | BufferEncoding = {},
  ): Promise<string[] | DirectoryEntry[]> {
    const given = typeof options === 'string' ? { encoding: options } : options;
    checkReadDirectoryOptions(given);
    const { withFileTypes = false, recursive = false } = given;
    const lister = new DirectoryLister(this.#requests, given);
    if (withFileTypes) {
      return lister.entries(path, recursive);
    }
    return recursive ? lister.pathsBelow(path) : lister.names(path);
  }

  /** Resolves with the stats of the target. */
  async stat(path: PathLike, options: FileOptions = {}): Promise<FileStats> {
    return new Metadata(this.#requests, options).stat(this.#name(path));
  }

  /** Resolves with the stats of the file itself; size and times of a symbolic link are NaN. */
  async lstat(path: PathLike, options: FileOptions = {}): Promise<FileStats> {
    return new Metadata(this.#requests, options).lstat(this.#name(path));
  }

  /** Resolves with the path without symbolic links. */
  async realpath(path: PathLike, options: FileOptions = {}): Promise<string> {
    return textOfUri(await new Metadata(this.#requests, options).realUri(this.#name(path)));
  }

  /** Rejects where the path has no target. @param mode - only `F_OK` */
  async access(path: PathLike, mode = constants.F_OK, options: FileOptions = {}): Promise<void> {
    checkAccessMode(mode);
    await new Metadata(this.#requests, options).stat(this.#name(path), 'access');
  }

  /** Makes a directory; with `recursive` also those above it, and without an error where it exists. */
  async mkdir(path: PathLike, options: MakeDirectoryOptions = {}): Promise<void> {
    await this.#tree.createDirectory(path, options);
  }

  /** Removes a file or link, with `recursive` a directory and all below it. */
  async rm(path: PathLike, options: RemoveOptions = {}): Promise<void> {
    await this.#tree.remove(path, options);
  }

  /** Copies a file, a link as a link, with `recursive` a directory, on the server. */
  async cp(source: PathLike, destination: PathLike, options: CopyOptions = {}): Promise<void> {
    await this.#tree.copy(source, destination, options);
  }

  /** Opens a regular file. At most 128 are open at once. */
  async open(
    path: PathLike,
    flags: OpenFlag = 'r',
    options: FileOptions = {},
  ): Promise<FileHandle> {
    return new FileHandle(await this.#open.open(path, flags, options));
  }

  /** Reads a file by blocks, 4 MiB ahead at most. */
  createReadStream(path: PathLike, options: ReadStreamOptions = {}): FileReadStream {
    return new FileReadStream(path, () => this.#open.open(path, 'r', options), options);
  }

  /** Replaces the content of a file by blocks, in place. */
  createWriteStream(path: PathLike, options: WriteStreamOptions = {}): FileWriteStream {
    return new FileWriteStream(path, () => this.#open.open(path, 'w', options), options);
  }

  #name(path: PathLike): NamedFile {
    return { path, uri: this.#requests.uriOf(path) };
  }
}

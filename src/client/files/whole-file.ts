import type { PathLike } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { METHODS } from '../../protocol/methods.js';
import { bytesOf, type FileContent } from '../connection/messages.js';
import { ConnectionInterrupted } from '../errors.js';
import { type Content, contentBytes, wholeContent } from './content.js';
import { FileHandle } from './file-handle.js';
import { checkWriteFileOptions, type WriteFileOptions } from './file-options.js';
import { type FileOptions, type FileRequests, sandboxOf } from './file-requests.js';
import { FileWriteStream } from './file-streams.js';
import { Metadata } from './metadata.js';
import type { OpenFiles } from './open-files.js';

/** As base64 it fits a frame of 16 MiB, which servers accept by default. */
export const MAX_SINGLE_WRITE_BYTES = 11 * 1024 * 1024;

/** What upstream sends in one message; a larger file is read by blocks. */
const MAX_SINGLE_READ_BYTES = 32 * 1024 * 1024;

/** Reads and writes whole files: by one request where they fit a message and the connection lasts, else by blocks. */
export class WholeFiles {
  readonly #requests: FileRequests;
  readonly #open: OpenFiles;

  constructor(requests: FileRequests, open: OpenFiles) {
    this.#requests = requests;
    this.#open = open;
  }

  async read(path: PathLike, options: FileOptions): Promise<Buffer> {
    if (await this.#isLarge(path, options)) {
      return this.#readBlocks(path, options);
    }
    const { hasExtensions } = this.#requests.connection;
    try {
      const { dataBase64 } = await this.#requests.send<{ dataBase64: FileContent }>({
        method: METHODS.fsReadFile,
        params: { path: this.#requests.uriOf(path), ...sandboxOf(options) },
        syscall: 'open',
        path,
        // A link that breaks often may never carry all of it at once.
        whenInterrupted: hasExtensions ? 'fail' : 'repeat',
        signal: options.signal,
      });
      return bytesOf(dataBase64);
    } catch (error) {
      if (
        error instanceof ConnectionInterrupted ||
        (error as Error).message.startsWith('file is too large to read')
      ) {
        return this.#readBlocks(path, options);
      }
      throw error;
    }
  }

  async write(path: PathLike, data: Content, options: WriteFileOptions): Promise<void> {
    checkWriteFileOptions(options);
    const bytes = wholeContent(data, options);
    if (bytes === undefined || bytes.length > MAX_SINGLE_WRITE_BYTES) {
      const open = () => this.#open.open(path, 'w', options);
      await pipeline(contentBytes(data, options), new FileWriteStream(path, open, options));
      return;
    }
    await this.#requests.send({
      method: METHODS.fsWriteFile,
      params: {
        path: this.#requests.uriOf(path),
        dataBase64: bytes,
        ...sandboxOf(options),
      },
      syscall: 'open',
      path,
      // The same content again, as HTTP repeats a PUT.
      whenInterrupted: 'repeat',
      signal: options.signal,
    });
  }

  /** Upstream would send a message that is larger than a client accepts. */
  async #isLarge(path: PathLike, options: FileOptions): Promise<boolean> {
    if (this.#requests.connection.hasExtensions) {
      return false;
    }
    const file = { path, uri: this.#requests.uriOf(path) };
    return (
      (await new Metadata(this.#requests, options).stat(file, 'open')).size > MAX_SINGLE_READ_BYTES
    );
  }

  async #readBlocks(path: PathLike, options: FileOptions): Promise<Buffer> {
    const handle = new FileHandle(await this.#open.open(path, 'r', options));
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }
}

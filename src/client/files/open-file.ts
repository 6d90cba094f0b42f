import type { PathLike } from 'node:fs';
import type { FsReadBlockResult } from '../../protocol/files.js';
import { METHODS } from '../../protocol/methods.js';
import { bytesOf, type FileContent } from '../connection/messages.js';
import { PartSize } from '../connection/part-size.js';
import type { RequestOptions } from '../connection/session-connection.js';
import { ConnectionInterrupted } from '../errors.js';
import { FileError } from './file-error.js';
import type { FileRequests } from './file-requests.js';

type ReadBlock = Omit<FsReadBlockResult, 'chunk'> & { readonly chunk: FileContent };

/** As Node names them in errors. */
const SYSCALLS: Readonly<Record<string, string>> = {
  [METHODS.fsReadBlock]: 'read',
  [METHODS.fsWriteBlock]: 'write',
};

/** The largest block that the wire protocol carries. */
export const MAX_BLOCK_BYTES = 1024 * 1024;

/** A server without the extensions closed the file with its connection. The session went on; open the file again. */
export class FileHandleLost extends Error {
  readonly code = 'ERR_FILE_HANDLE_LOST';
  readonly path: string;

  constructor(path: PathLike) {
    super(
      `the connection was interrupted while '${path}' was open, and open files do not outlive their connection: open it again`,
    );
    this.name = 'FileHandleLost';
    this.path = String(path);
  }
}

/**
 * An open file, read and written by blocks. A server with the extensions keeps it over a loss of the connection, after which a block goes
 * in parts that get smaller; else it belongs to one connection.
 */
export class OpenFile {
  readonly path: PathLike;
  readonly #requests: FileRequests;
  readonly #handleId: string;
  readonly #onClose: () => void;
  readonly #part = new PartSize(MAX_BLOCK_BYTES);
  #state: 'open' | 'closed' | 'lost' = 'open';
  #closing: Promise<void> | undefined;

  constructor(requests: FileRequests, handleId: string, path: PathLike, onClose: () => void) {
    this.#requests = requests;
    this.#handleId = handleId;
    this.path = path;
    this.#onClose = onClose;
  }

  /** Resolves with at most `length` bytes, fewer only at the end of the file. @param length at most 1 MiB */
  async read(offset: number, length: number): Promise<{ bytes: Buffer; atEnd: boolean }> {
    const parts: Buffer[] = [];
    let [done, atEnd] = [0, false];
    while (done < length && !atEnd) {
      const params = { offset: offset + done, len: Math.min(length - done, this.#part.bytes) };
      const block = await this.#sendPart<ReadBlock>(METHODS.fsReadBlock, params, params.len);
      if (block !== undefined) {
        const bytes = bytesOf(block.chunk);
        parts.push(bytes);
        done += bytes.length;
        atEnd = block.eof;
      }
    }
    const [first = Buffer.alloc(0)] = parts;
    return { bytes: parts.length > 1 ? Buffer.concat(parts) : first, atEnd };
  }

  /** Resolves once all bytes are written. @param bytes 1 byte to 1 MiB */
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let done = 0; done < all.length; ) {
      const chunk = all.subarray(done, done + this.#part.bytes);
      const params = { offset: offset + done, chunk };
      const answer = await this.#sendPart<object>(METHODS.fsWriteBlock, params, chunk.length);
      done += answer === undefined ? 0 : chunk.length;
    }
  }

  /** Resolves once the server has closed it, behind all reads and writes; also for a lost file. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The connection was interrupted: the server has closed the file. */
  lose(): void {
    this.#state = 'lost';
  }

  async #close(): Promise<void> {
    if (this.#state === 'lost') {
      return;
    }
    const isKept = this.#requests.connection.hasExtensions;
    const closing = this.#send(METHODS.fsClose, {}, isKept ? 'repeat' : 'fail');
    this.#state = 'closed';
    this.#onClose();
    // One that is lost meanwhile is closed as well.
    await closing.catch(() => undefined);
  }

  /** Undefined: the connection was lost before the answer. The same part again, at the same place, changes nothing. */
  async #sendPart<Result>(
    method: string,
    params: object,
    bytes: number,
  ): Promise<Result | undefined> {
    try {
      const result = await this.#send<Result>(method, params, 'fail');
      this.#part.grow();
      return result;
    } catch (error) {
      if (!(error instanceof ConnectionInterrupted)) {
        throw error;
      }
      this.#part.shrink(bytes);
      return undefined;
    }
  }

  async #send<Result>(
    method: string,
    params: object,
    whenInterrupted: RequestOptions['whenInterrupted'],
  ): Promise<Result> {
    const syscall = SYSCALLS[method] ?? 'close';
    if (this.#state === 'closed') {
      throw new FileError('EBADF', { syscall }, undefined);
    }
    this.#checkNotLost();
    const call = { method, params: { handleId: this.#handleId, ...params }, syscall };
    try {
      return await this.#requests.send<Result>({ ...call, whenInterrupted });
    } catch (error) {
      this.#checkNotLost();
      throw error;
    }
  }

  #checkNotLost(): void {
    if (this.#state === 'lost') {
      throw new FileHandleLost(this.path);
    }
  }
}

import type { PathLike } from 'node:fs';
import type { FsReadBlockResult } from '../../protocol/files.js';
import { METHODS } from '../../protocol/methods.js';
import { bytesOf, type FileContent } from '../connection/messages.js';
import { FileError } from './file-error.js';
import type { FileRequests } from './file-requests.js';

type ReadBlock = Omit<FsReadBlockResult, 'chunk'> & { readonly chunk: FileContent };

/** The largest block that the wire protocol carries. */
export const MAX_BLOCK_BYTES = 1024 * 1024;

/** The server closed the file with its connection. The session went on; open the file again. */
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

/** An open file of one connection, read and written by blocks. */
export class OpenFile {
  readonly path: PathLike;
  readonly #requests: FileRequests;
  readonly #handleId: string;
  readonly #onClose: () => void;
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
    const params = { offset, len: length };
    const block = await this.#send<ReadBlock>(METHODS.fsReadBlock, 'read', params);
    return { bytes: bytesOf(block.chunk), atEnd: block.eof };
  }

  /** Resolves once all bytes are written. @param bytes 1 byte to 1 MiB */
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    await this.#send(METHODS.fsWriteBlock, 'write', { offset, chunk });
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
    const closing = this.#send(METHODS.fsClose, 'close', {});
    this.#state = 'closed';
    this.#onClose();
    // One that is lost meanwhile is closed as well.
    await closing.catch(() => undefined);
  }

  async #send<Result>(method: string, syscall: string, params: object): Promise<Result> {
    if (this.#state === 'closed') {
      throw new FileError('EBADF', { syscall }, undefined);
    }
    this.#checkNotLost();
    const call = { method, params: { handleId: this.#handleId, ...params }, syscall };
    try {
      return await this.#requests.send<Result>({ ...call, whenInterrupted: 'fail' });
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

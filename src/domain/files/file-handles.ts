import { ExecServerError } from '../errors.js';

const MAX_ID_BYTES = 32;

/** An open file, read and written by blocks at offsets in bytes. */
export interface BlockFile {
  /** Resolves with fewer than `length` bytes only at the end of the file. */
  read(offset: number | bigint, length: number): Promise<Uint8Array>;
  /** Resolves when all bytes are written. */
  write(offset: number | bigint, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** @throws {ExecServerError} unless a client may choose this id. */
export const requireHandleId = (id: string): void => {
  if (new TextEncoder().encode(id).length > MAX_ID_BYTES) {
    throw new ExecServerError(
      'invalid-request',
      `file handle ID must not exceed ${MAX_ID_BYTES} bytes`,
    );
  }
};

/**
 * The open files of one connection, or of one session, under ids that its client chooses. They are closed with it.
 */
export class FileHandles<File extends { close(): Promise<void> }> {
  /** Undefined: the id is reserved while the file is being opened. */
  readonly #files = new Map<string, File | undefined>();
  /** Once true, a file that is still being opened is closed as soon as it is open. */
  #isClosed = false;

  /**
   * Adds the file that `open` resolves with; when it rejects, the id is free again.
   *
   * @throws {ExecServerError} when the id is in use, when `limit` files are open, or with what `open` rejects
   * with.
   */
  async open(id: string, limit: number, open: () => Promise<File>): Promise<void> {
    if (this.#files.has(id)) {
      throw new ExecServerError('invalid-request', `file handle \`${id}\` already exists`);
    }
    if (this.#files.size >= limit) {
      throw new ExecServerError(
        'invalid-request',
        `at most ${limit} file handles may be open per connection`,
      );
    }
    this.#files.set(id, undefined);
    try {
      this.#files.set(id, await open());
    } catch (error) {
      this.#files.delete(id);
      throw error;
    }
    if (this.#isClosed) {
      await this.close(id);
    }
  }

  /** @throws {ExecServerError} when no file is open under the id. */
  get(id: string): File {
    const file = this.#files.get(id);
    if (file !== undefined) {
      return file;
    }
    throw new ExecServerError('not-found', `unknown file handle \`${id}\``);
  }

  /**
   * Closes the file if there is one; the id is free at once. Never rejects: errors of closing are ignored.
   */
  async close(id: string): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined) {
      return;
    }
    this.#files.delete(id);
    await file.close().catch(() => undefined);
  }

  /** Closes all files, including those still being opened. Never rejects. */
  async closeAll(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#files.keys()].map((id) => this.close(id)));
  }
}

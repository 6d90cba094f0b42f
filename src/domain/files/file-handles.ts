import { ExecServerError } from '../errors.js';

/** What a handle stands for, as far as whoever keeps it must know. */
export interface Closable {
  close(): Promise<void>;
}

/** The files that one connection holds open, under ids of its client's choice; they end with it. */
export class FileHandles<File extends Closable> {
  /** Undefined: the file is being opened, its id is taken. */
  readonly #files = new Map<string, File | undefined>();
  /** Once true, what is still being opened is closed as soon as it is there. */
  #isOver = false;

  /**
   * Takes in the file that `open` resolves with; when it rejects, the id is free again.
   *
   * @throws {ExecServerError} when the id is taken, when there are `limit` files already, or with what
   * `open` rejects with.
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
    if (this.#isOver) {
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

  /** Closes the file, if there is one; the id is free at once. Never rejects: there is nobody to do better. */
  async close(id: string): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined) {
      return;
    }
    this.#files.delete(id);
    await file.close().catch(() => undefined);
  }

  /** Closes all, now and what is still being opened. Never rejects. */
  async closeAll(): Promise<void> {
    this.#isOver = true;
    await Promise.all([...this.#files.keys()].map((id) => this.close(id)));
  }
}

import type { BlockFile } from './file-handles.js';

/**
 * A file whose blocks are read and written one after another, also those that several connections ask for: what a former connection has
 * begun to write is written before what the next one sends.
 */
export class SerialFile implements BlockFile {
  readonly #file: BlockFile;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: BlockFile) {
    this.#file = file;
  }

  read(offset: number | bigint, length: number): Promise<Uint8Array> {
    return this.#next(() => this.#file.read(offset, length));
  }

  write(offset: number | bigint, bytes: Uint8Array): Promise<void> {
    return this.#next(() => this.#file.write(offset, bytes));
  }

  close(): Promise<void> {
    return this.#next(() => this.#file.close());
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

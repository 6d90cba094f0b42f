import type { OpenFile } from '../../../application/ports/file-system.js';
import { fileError } from '../file-error.js';
import type { MemoryFile } from './memory-node.js';

/** Larger than any typed array. */
const MAX_OFFSET = 2 ** 40;

/** An open file in memory; it stays usable after its name is removed. */
export class MemoryOpenFile implements OpenFile {
  readonly #file: MemoryFile;
  readonly #mode: 'read' | 'replace';
  #isOpen = true;

  constructor(file: MemoryFile, mode: 'read' | 'replace') {
    this.#file = file;
    this.#mode = mode;
  }

  async read(offset: number | bigint, length: number): Promise<Uint8Array> {
    this.#require('read');
    const start = Number(offset);
    return this.#file.bytes.slice(start, start + length);
  }

  async write(offset: number | bigint, bytes: Uint8Array): Promise<void> {
    this.#require('replace');
    if (offset > MAX_OFFSET) {
      throw fileError('EFBIG');
    }
    const start = Number(offset);
    const former = this.#file.bytes;
    const grown = new Uint8Array(Math.max(former.length, start + bytes.length));
    grown.set(former);
    grown.set(bytes, start);
    this.#file.bytes = grown;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
  }

  #require(mode: 'read' | 'replace'): void {
    if (!this.#isOpen || this.#mode !== mode) {
      throw fileError('EBADF');
    }
  }
}

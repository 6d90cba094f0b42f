import type { OpenFile } from '../../../application/ports/file-system.js';
import { fileError } from '../file-error.js';
import type { MemoryFile } from './memory-node.js';

/** An open file in memory; it outlives its name. */
export class MemoryOpenFile implements OpenFile {
  readonly #file: MemoryFile;
  readonly #mode: 'read' | 'replace';
  #isOpen = true;

  constructor(file: MemoryFile, mode: 'read' | 'replace') {
    this.#file = file;
    this.#mode = mode;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.#require('read');
    return this.#file.bytes.slice(offset, offset + length);
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.#require('replace');
    const former = this.#file.bytes;
    const grown = new Uint8Array(Math.max(former.length, offset + bytes.length));
    grown.set(former);
    grown.set(bytes, offset);
    this.#file.bytes = grown;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
  }

  #require(mode: 'read' | 'replace'): void {
    if (!this.#isOpen || this.#mode !== mode) throw fileError('EBADF');
  }
}

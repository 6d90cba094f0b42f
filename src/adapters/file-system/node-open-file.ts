import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { OpenFile } from '../../application/ports/file-system.js';
import { notAFile } from './file-error.js';
import { toHostBytes } from './host-path-bytes.js';
import { inWords } from './in-words.js';
import { writeAll } from './write-all.js';

/** Opens a regular file; nothing else, since that might never answer. */
export const openFile = async (path: string, mode: 'read' | 'replace'): Promise<OpenFile> => {
  const entry = toHostBytes(path);
  const found = await stat(entry).catch(() => undefined);
  if (found !== undefined && !found.isFile() && !(mode === 'replace' && found.isDirectory())) {
    throw notAFile(path);
  }
  const file = await open(entry, FLAGS[mode] | constants.O_NONBLOCK, 0o666);
  if ((await file.stat()).isFile()) return new NodeOpenFile(file);
  await file.close();
  throw notAFile(path);
};

const FLAGS = {
  read: constants.O_RDONLY,
  replace: constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC,
} as const;

class NodeOpenFile implements OpenFile {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return inWords(this.#read(offset, length));
  }

  write(offset: number, bytes: Uint8Array): Promise<void> {
    return inWords(writeAll(this.#file, bytes, offset));
  }

  close(): Promise<void> {
    return inWords(this.#file.close());
  }

  async #read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafe(length);
    for (let filled = 0; ; ) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, offset + filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === length) return bytes.subarray(0, filled);
    }
  }
}

import { constants, read, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { OpenFile } from '../../application/ports/file-system.js';
import type { ExecServerError } from '../../domain/errors.js';
import { fileError, notAFile, translateErrors } from './file-error.js';
import { toHostBytes } from './host-path-bytes.js';
import { writeAll } from './writing/write-content.js';

/** Opens a regular file and nothing else, since other kinds may block for ever. */
export const openFile = async (path: string, mode: 'read' | 'replace'): Promise<OpenFile> => {
  const entry = toHostBytes(path);
  const found = await stat(entry).catch(() => undefined);
  const refusal = found && refuse(path, mode, found);
  if (refusal !== undefined) {
    throw refusal;
  }
  const file = await open(entry, FLAGS[mode] | constants.O_NONBLOCK, 0o666);
  if ((await file.stat()).isFile()) {
    return new NodeOpenFile(file);
  }
  await file.close();
  throw notAFile(path);
};

/**
 * Rejects other kinds before opening: opening alone may affect a device, or the process at the other end of a
 * FIFO.
 */
const refuse = (
  path: string,
  mode: 'read' | 'replace',
  found: Stats,
): ExecServerError | undefined => {
  if (found.isFile() || found.isDirectory()) {
    return undefined;
  }
  const hasNoOtherEnd = found.isSocket() || (found.isFIFO() && mode === 'replace');
  return hasNoOtherEnd ? fileError('ENXIO') : notAFile(path);
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

  read(offset: number | bigint, length: number): Promise<Uint8Array> {
    return translateErrors(this.#read(offset, length));
  }

  async write(offset: number | bigint, bytes: Uint8Array): Promise<void> {
    // Node treats a bigint position as "after the last write".
    if (typeof offset === 'bigint') {
      throw fileError('EFBIG');
    }
    await translateErrors(writeAll(this.#file, bytes, offset));
  }

  close(): Promise<void> {
    return translateErrors(this.#file.close());
  }

  async #read(offset: number | bigint, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let filled = 0; ; ) {
      const count = await this.#readInto(bytes.subarray(filled), offset, filled);
      filled += count;
      if (count === 0 || filled === length) {
        return bytes.subarray(0, filled);
      }
    }
  }

  async #readInto(bytes: Buffer, offset: number | bigint, ahead: number): Promise<number> {
    if (typeof offset === 'number') {
      return (await this.#file.read(bytes, 0, bytes.length, offset + ahead)).bytesRead;
    }
    // A `FileHandle` treats a bigint position as "after the last read".
    const position = offset + BigInt(ahead);
    return readAt(this.#file.fd, bytes, position);
  }
}

const readAt = (descriptor: number, bytes: Buffer, position: bigint): Promise<number> =>
  new Promise((resolve, reject) => {
    read(descriptor, bytes, 0, bytes.length, position, (error, count) => {
      if (error) {
        reject(error);
      } else {
        resolve(count);
      }
    });
  });

import { read, writeSync } from 'node:fs';
import type { FileSystem, OpenFile } from '../../../application/ports/file-system.js';
import { ExecServerError } from '../../../domain/errors.js';
import { type FileAnswer, type FileCall, READY } from './file-worker-protocol.js';
import { frameMessage, MessageReader } from './framed-messages.js';

const STDIN = 0;
const STDOUT = 1;
const PIECE_BYTES = 256 * 1024;

/**
 * Serves a file system on the standard streams, until they end. They are read and written as descriptors,
 * since Node's own streams ask of them what the filter of a sandbox forbids.
 */
export const runFileWorker = (files: FileSystem): void => {
  send({ id: READY, value: undefined });
  const reader = new MessageReader();
  const server = new FileServer(files);
  const next = (): void => {
    read(STDIN, Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, null, (error, length, piece) => {
      if (error !== null || length === 0) {
        process.exit(0);
      }
      for (const call of reader.push(piece.subarray(0, length))) {
        void server.answer(call as FileCall).then(send);
      }
      next();
    });
  };
  next();
};

class FileServer {
  readonly #files: FileSystem;
  readonly #open = new Map<number, OpenFile>();
  #nextFile = 1;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  async answer(call: FileCall): Promise<FileAnswer> {
    const { id } = call;
    try {
      return { id, value: await this.#do(call) };
    } catch (error) {
      return error instanceof ExecServerError
        ? { id, code: error.code, message: error.message }
        : { id, code: 'failed', message: (error as Error).message };
    }
  }

  async #do({ method, file, args }: FileCall): Promise<unknown> {
    if (file !== undefined) {
      return this.#withFile(file, method, args);
    }
    const value = await (
      this.#files[method as keyof FileSystem] as (...all: readonly unknown[]) => Promise<unknown>
    ).call(this.#files, ...args);
    if (method !== 'open') {
      return value;
    }
    const number = this.#nextFile;
    this.#nextFile += 1;
    this.#open.set(number, value as OpenFile);
    return number;
  }

  async #withFile(number: number, method: string, args: readonly unknown[]): Promise<unknown> {
    const file = this.#open.get(number);
    if (file === undefined) {
      throw new ExecServerError('failed', 'the file is not open');
    }
    if (method === 'close') {
      this.#open.delete(number);
    }
    const does = file[method as keyof OpenFile] as (...all: readonly unknown[]) => Promise<unknown>;
    return does.call(file, ...args);
  }
}

const send = (answer: FileAnswer): void => {
  for (const part of frameMessage(answer)) {
    for (let written = 0; written < part.length; ) {
      written += writeSync(STDOUT, part, written);
    }
  }
};

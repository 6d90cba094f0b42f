import { read, writeSync } from 'node:fs';
import type { FileSystem, OpenFile } from '../../../application/ports/file-system.js';
import { ExecServerError } from '../../../domain/errors.js';
import { type FileAnswer, type FileCall, READY } from './file-worker-protocol.js';
import { frameMessage, MessageReader } from './framed-messages.js';

const STDIN = 0;
const STDOUT = 1;
const CHUNK_BYTES = 256 * 1024;

/**
 * Serves a file system on stdin and stdout, and exits the process when stdin ends. It reads and writes the
 * descriptors directly, since Node's streams make system calls that the seccomp filter forbids.
 */
export const runFileWorker = (files: FileSystem): void => {
  send({ id: READY, value: undefined });
  const reader = new MessageReader();
  const server = new FileServer(files);
  const next = (): void => {
    read(STDIN, Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, null, (error, length, chunk) => {
      if (error !== null || length === 0) {
        process.exit(0);
      }
      for (const call of reader.push(chunk.subarray(0, length))) {
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
      return { id, value: await this.#perform(call) };
    } catch (error) {
      return error instanceof ExecServerError
        ? { id, code: error.code, message: error.message }
        : { id, code: 'failed', message: (error as Error).message };
    }
  }

  async #perform({ method, file, args }: FileCall): Promise<unknown> {
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
    const operation = file[method as keyof OpenFile] as (
      ...all: readonly unknown[]
    ) => Promise<unknown>;
    return operation.call(file, ...args);
  }
}

const send = (answer: FileAnswer): void => {
  for (const part of frameMessage(answer)) {
    for (let written = 0; written < part.length; ) {
      written += writeSync(STDOUT, part, written);
    }
  }
};

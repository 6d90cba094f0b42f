import type { PathLike } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { BlockReader, BlockWriter, type ByteRange } from './block-pipelines.js';
import type { FileOptions } from './file-requests.js';
import { MAX_BLOCK_BYTES, type OpenFile } from './open-file.js';

/** Options of `createReadStream`. */
export interface ReadStreamOptions extends FileOptions {
  /** First byte; default 0. */
  readonly start?: number | undefined;
  /** Last byte, which is read too; default: the end of the file. */
  readonly end?: number | undefined;
  /** Bytes of a chunk, at most 1 MiB, which is the default. */
  readonly highWaterMark?: number | undefined;
  readonly encoding?: BufferEncoding | undefined;
}

/** Options of `createWriteStream`. */
export interface WriteStreamOptions extends FileOptions {
  /** Where writing starts; what is before it is a hole. Default 0. */
  readonly start?: number | undefined;
}

type Done = (error?: Error | null) => void;

/** A file as a stream, read by blocks, several of them ahead. Without the extensions a lost connection fails it: `FileHandleLost`. */
export class FileReadStream extends Readable {
  readonly path: PathLike;
  /** Bytes that were received so far. */
  bytesRead = 0;
  readonly #open: () => Promise<OpenFile>;
  readonly #range: ByteRange;
  #file: OpenFile | undefined;
  #reader: BlockReader | undefined;

  constructor(path: PathLike, open: () => Promise<OpenFile>, options: ReadStreamOptions) {
    const { signal, encoding } = options;
    const range = rangeOf(options);
    super({
      highWaterMark: range.blockBytes,
      ...(signal && { signal }),
      ...(encoding && { encoding }),
    });
    this.path = path;
    this.#open = open;
    this.#range = range;
  }

  override _construct(done: Done): void {
    settle(
      this.#open().then((file) => {
        this.#file = file;
        this.#reader = new BlockReader(file, this.#range);
        this.emit('ready');
      }),
      done,
    );
  }

  override _read(): void {
    this.#pushNext().catch((error: Error) => this.destroy(error));
  }

  override _destroy(error: Error | null, done: Done): void {
    closeAndReport(this.#file, error, done);
  }

  async #pushNext(): Promise<void> {
    const bytes = await this.#reader?.next();
    this.bytesRead += bytes?.length ?? 0;
    this.push(bytes ?? null);
  }
}

/**
 * A stream that replaces the content of a file by blocks, in place: it is truncated first, and a failure leaves a part. Without the
 * extensions a lost connection fails it: `FileHandleLost`. `finish` comes once everything is written.
 */
export class FileWriteStream extends Writable {
  readonly path: PathLike;
  /** Bytes that were handed over for writing so far. */
  bytesWritten = 0;
  readonly #open: () => Promise<OpenFile>;
  readonly #start: number;
  #file: OpenFile | undefined;
  #writer: BlockWriter | undefined;

  constructor(path: PathLike, open: () => Promise<OpenFile>, options: WriteStreamOptions) {
    super({ highWaterMark: MAX_BLOCK_BYTES, ...(options.signal && { signal: options.signal }) });
    this.path = path;
    this.#open = open;
    this.#start = options.start ?? 0;
  }

  override _construct(done: Done): void {
    settle(
      this.#open().then((file) => {
        this.#file = file;
        this.#writer = new BlockWriter(file, this.#start);
        this.emit('ready');
      }),
      done,
    );
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    settle(this.#write(chunk), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    settle(this.#write(Buffer.concat(chunks.map(({ chunk }) => chunk))), done);
  }

  override _final(done: Done): void {
    settle(this.#writer?.flush() ?? Promise.resolve(), done);
  }

  override _destroy(error: Error | null, done: Done): void {
    closeAndReport(this.#file, error, done);
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#writer?.write(bytes);
    this.bytesWritten += bytes.length;
  }
}

const rangeOf = ({ start = 0, end, highWaterMark }: ReadStreamOptions): ByteRange => ({
  start,
  end: end === undefined ? Number.MAX_SAFE_INTEGER : end + 1,
  blockBytes: Math.max(1, Math.min(highWaterMark ?? MAX_BLOCK_BYTES, MAX_BLOCK_BYTES)),
});

const settle = (work: Promise<void>, done: Done): void => {
  work.then(() => done(), done);
};

const closeAndReport = (file: OpenFile | undefined, error: Error | null, done: Done): void => {
  settle(file?.close() ?? Promise.resolve(), (fault) => done(error ?? fault ?? null));
};

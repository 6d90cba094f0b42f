import { BlockReader, BlockWriter } from './block-pipelines.js';
import {
  type Content,
  contentBytes,
  type Encoded,
  type EncodingOption,
  encode,
} from './content.js';
import {
  FileReadStream,
  FileWriteStream,
  type ReadStreamOptions,
  type WriteStreamOptions,
} from './file-streams.js';
import { MAX_BLOCK_BYTES, type OpenFile } from './open-file.js';

/** Where and how much `read` and `write` transfer. */
export interface TransferOptions {
  /** Index in the buffer; default 0. */
  readonly offset?: number | undefined;
  /** Bytes; default: the rest of the buffer. */
  readonly length?: number | undefined;
  /** Offset in the file; default and null: behind the last `read` or `write` without one. */
  readonly position?: number | null | undefined;
}

/**
 * As `fs/promises.FileHandle`. A server without the extensions closes it with its connection: after an interruption every method but `close`
 * then rejects with `FileHandleLost`.
 */
export class FileHandle implements AsyncDisposable {
  readonly #file: OpenFile;
  #position = 0;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  /** Reads at most 1 MiB into the buffer; `bytesRead` is 0 only at the end of the file. */
  async read<Target extends NodeJS.ArrayBufferView>(
    buffer: Target,
    options: TransferOptions = {},
  ): Promise<{ bytesRead: number; buffer: Target }> {
    const target = bytesAt(buffer, options);
    if (target.length === 0) {
      return { bytesRead: 0, buffer };
    }
    const { bytes } = await this.#file.read(
      options.position ?? this.#position,
      Math.min(target.length, MAX_BLOCK_BYTES),
    );
    target.set(bytes);
    this.#advance(options, bytes.length);
    return { bytesRead: bytes.length, buffer };
  }

  /** Writes at most 1 MiB of the buffer. */
  async write<Source extends NodeJS.ArrayBufferView | string>(
    buffer: Source,
    options: TransferOptions = {},
  ): Promise<{ bytesWritten: number; buffer: Source }> {
    const view: NodeJS.ArrayBufferView = typeof buffer === 'string' ? Buffer.from(buffer) : buffer;
    const source = bytesAt(view, options).subarray(0, MAX_BLOCK_BYTES);
    if (source.length > 0) {
      await this.#file.write(options.position ?? this.#position, source);
    }
    this.#advance(options, source.length);
    return { bytesWritten: source.length, buffer };
  }

  /** Reads from the current position to the end. */
  async readFile<Option extends EncodingOption = undefined>(
    options?: Option,
  ): Promise<Encoded<Option>> {
    const range = { start: this.#position, end: Number.MAX_SAFE_INTEGER };
    const reader = new BlockReader(this.#file, { ...range, blockBytes: MAX_BLOCK_BYTES });
    const blocks: Buffer[] = [];
    for (let block = await reader.next(); block !== undefined; block = await reader.next()) {
      blocks.push(block);
    }
    const content = Buffer.concat(blocks);
    this.#position += content.length;
    return encode(content, options);
  }

  /** Writes all of the data from the current position on; what the file has behind it stays. */
  async writeFile(data: Content, options?: BufferEncoding): Promise<void> {
    const writer = new BlockWriter(this.#file, this.#position);
    for await (const bytes of contentBytes(data, options)) {
      await writer.write(bytes);
      this.#position += bytes.length;
    }
    await writer.flush();
  }

  /** Reads the file as a stream, which closes it in the end. */
  createReadStream(options: ReadStreamOptions = {}): FileReadStream {
    return new FileReadStream(this.#file.path, async () => this.#file, options);
  }

  /** Writes the file as a stream, which closes it in the end. */
  createWriteStream(options: WriteStreamOptions = {}): FileWriteStream {
    return new FileWriteStream(this.#file.path, async () => this.#file, options);
  }

  /** Resolves once the server has closed the file; also when it is closed or lost already. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #advance({ position }: TransferOptions, bytes: number): void {
    if (position === undefined || position === null) {
      this.#position += bytes;
    }
  }
}

const bytesAt = (view: NodeJS.ArrayBufferView, { offset = 0, length }: TransferOptions): Buffer => {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return bytes.subarray(offset, length === undefined ? undefined : offset + length);
};

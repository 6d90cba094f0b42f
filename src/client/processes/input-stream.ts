import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { Writable } from 'node:stream';
import { EXTENSION_METHODS, METHODS } from '../../protocol/methods.js';
import type { ProcessWriteParams, ProcessWriteResult } from '../../protocol/process.js';
import { PartSize, SMALLEST_PART_BYTES } from '../connection/part-size.js';
import type { RequestOptions, SessionConnection } from '../connection/session-connection.js';
import { ConnectionInterrupted, ExtensionsMissing, RequestFailed } from '../errors.js';

/** What one request carries at most: a larger one costs the server more. */
const LARGEST_PART_BYTES = 512 * 1024;
const HIGH_WATER_BYTES = 1024 * 1024;
/** The server refuses input that the process does not read; it is offered again after pauses of up to this long. */
const MAX_PAUSE_MS = 250;
/** What the end of input is on a terminal (Ctrl-D). */
const END_OF_TRANSMISSION = '\x04';

/** The connection encodes the bytes as base64. */
interface InputParams extends Omit<ProcessWriteParams, 'chunk'> {
  readonly chunk: Buffer;
}

/** The process that input goes to. */
export interface InputTarget {
  readonly connection: SessionConnection;
  readonly processId: string;
  readonly isTerminal: boolean;
  /** Resolves when the process is started; rejects when it could not be. */
  readonly started: Promise<unknown>;
}

/**
 * Standard input of a process as a Node stream: a write is done when the server has taken it, each once, also over a lost
 * connection. On a terminal the end of the stream is its end-of-file character.
 */
export class InputStream extends Writable {
  readonly #target: InputTarget;
  readonly #abort = new AbortController();
  /** Other clients of the session may write to the process too. */
  readonly #writer = randomUUID();
  readonly #part = new PartSize(LARGEST_PART_BYTES);
  #nextWrite = 1;
  /** Before each part, where the process reads more slowly than they come. */
  #pauseMs = 0;

  constructor(target: InputTarget) {
    super({ highWaterMark: HIGH_WATER_BYTES });
    this.#target = target;
    this.on('error', () => undefined);
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#writeAll(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#writeAll(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#end().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#abort.abort(error ?? new Error('stdin was destroyed'));
    done(error);
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    await this.#target.started;
    for (let start = 0; start < bytes.length; ) {
      const part = bytes.subarray(start, start + this.#part.bytes);
      start += (await this.#writePart(part)) ? part.length : 0;
    }
  }

  /**
   * Resolves with whether the server has taken the part. Where the connection was lost before the answer it may not have, as a link that
   * breaks often never carries a large part; the next ones are smaller.
   */
  async #writePart(bytes: Buffer): Promise<boolean> {
    const writeId = `${this.#writer}-${this.#nextWrite}`;
    this.#nextWrite += 1;
    // Servers without the extensions do not report which writes they have accepted.
    const isResized = bytes.length > SMALLEST_PART_BYTES && this.#target.connection.hasExtensions;
    try {
      await this.#deliver(writeId, bytes, isResized ? 'fail' : 'repeat');
      this.#part.grow();
      return true;
    } catch (error) {
      if (!(error instanceof ConnectionInterrupted)) {
        throw error;
      }
      this.#part.shrink(bytes.length);
      return await this.#isTaken(writeId);
    }
  }

  /** Uses the id up with no bytes, which the server refuses where it has taken others under it. */
  async #isTaken(writeId: string): Promise<boolean> {
    try {
      await this.#deliver(writeId, Buffer.alloc(0), 'repeat');
      return false;
    } catch (error) {
      if (isRefusal(error, 'other bytes')) {
        return true;
      }
      throw error;
    }
  }

  /** Writes the bytes as soon as the server has room. */
  async #deliver(
    writeId: string,
    bytes: Buffer,
    whenInterrupted: RequestOptions['whenInterrupted'],
  ): Promise<void> {
    const { processId } = this.#target;
    const params = { processId, chunk: bytes, writeId };
    for (;;) {
      await this.#pause();
      const status = await this.#offer(params, whenInterrupted);
      if (status === 'accepted') {
        this.#pauseMs = Math.floor(this.#pauseMs / 2);
        return;
      }
      if (status !== 'full' && status !== 'starting') {
        throw brokenPipe();
      }
      this.#pauseMs = Math.min(MAX_PAUSE_MS, 2 * this.#pauseMs + 1);
    }
  }

  async #pause(): Promise<void> {
    if (this.#pauseMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
    }
  }

  async #offer(
    params: InputParams,
    whenInterrupted: RequestOptions['whenInterrupted'],
  ): Promise<ProcessWriteResult['status'] | 'full'> {
    try {
      const { connection } = this.#target;
      const { signal } = this.#abort;
      const options = { whenInterrupted, signal };
      return (await connection.request<ProcessWriteResult>(METHODS.processWrite, params, options))
        .status;
    } catch (error) {
      if (isRefusal(error, 'input queue is full')) {
        return 'full';
      }
      throw error;
    }
  }

  async #end(): Promise<void> {
    const { connection, processId, isTerminal, started } = this.#target;
    if (isTerminal) {
      await this.#writeAll(Buffer.from(END_OF_TRANSMISSION));
      return;
    }
    await started;
    if (!connection.hasExtensions) {
      throw new ExtensionsMissing('the end of standard input');
    }
    const options = { whenInterrupted: 'repeat', signal: this.#abort.signal } as const;
    await connection.request(EXTENSION_METHODS.processCloseStdin, { processId }, options);
  }
}

const isRefusal = (error: unknown, text: string): boolean =>
  error instanceof RequestFailed && error.message.includes(text);

/** The error of a write to a pipe without a reader, as Node reports it. */
const brokenPipe = (): Error =>
  Object.assign(new Error('write EPIPE'), {
    errno: -constants.errno.EPIPE,
    code: 'EPIPE',
    syscall: 'write',
  });

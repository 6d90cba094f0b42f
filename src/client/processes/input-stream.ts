import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { Writable } from 'node:stream';
import { EXTENSION_METHODS, METHODS } from '../../protocol/methods.js';
import type { ProcessWriteParams, ProcessWriteResult } from '../../protocol/process.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { ExtensionsMissing, RequestFailed } from '../errors.js';

/** What one request carries at most: a larger one costs the server more, and is sent again whole after a cut. */
const WRITE_BYTES = 512 * 1024;
const HIGH_WATER_BYTES = 1024 * 1024;
/** The server refuses input that the process does not read; it is offered again after pauses of up to this long. */
const MAX_PAUSE_MS = 250;
/** What the end of input is on a terminal (Ctrl-D). */
const END_OF_TRANSMISSION = '\x04';

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
    for (let start = 0; start < bytes.length; start += WRITE_BYTES) {
      await this.#writePart(bytes.subarray(start, start + WRITE_BYTES));
    }
  }

  async #writePart(bytes: Buffer): Promise<void> {
    const { processId } = this.#target;
    const params: ProcessWriteParams = {
      processId,
      chunk: bytes.toString('base64'),
      writeId: `${this.#writer}-${this.#nextWrite}`,
    };
    this.#nextWrite += 1;
    for (;;) {
      await this.#pause();
      const status = await this.#offer(params);
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

  async #offer(params: ProcessWriteParams): Promise<ProcessWriteResult['status'] | 'full'> {
    try {
      return (await this.#request<ProcessWriteResult>(METHODS.processWrite, params)).status;
    } catch (error) {
      if (error instanceof RequestFailed && error.message.includes('input queue is full')) {
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
    await this.#request(EXTENSION_METHODS.processCloseStdin, { processId });
  }

  #request<Result>(method: string, params: unknown): Promise<Result> {
    return this.#target.connection.request<Result>(method, params, {
      whenInterrupted: 'repeat',
      signal: this.#abort.signal,
    });
  }
}

/** The error that Node has for a pipe that nobody reads. */
const brokenPipe = (): Error =>
  Object.assign(new Error('write EPIPE'), {
    errno: -constants.errno.EPIPE,
    code: 'EPIPE',
    syscall: 'write',
  });

import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { OutputStream } from '../../../domain/output/process-event.js';

/** The most a pipe holds on Linux: one `drain` of a process that has ended gets all it wrote. */
const DRAIN_BYTES = 1024 * 1024;

/** A terminal gives at most one byte more at a time, however much it holds (`N_TTY_BUF_SIZE` of Linux). */
const FULL_TERMINAL_READ_BYTES = 4095;

/** Another read may come on top of that: 64 KiB in all, as from a pipe. */
const MAX_TERMINAL_CHUNK_BYTES = 60 * 1024;

/** The parent's end of an output: a stream while the process runs, read directly when it must be empty. */
export class OutputReader {
  readonly stream: OutputStream;
  readonly #source: Socket;
  /** Of the source, non-blocking; read only while the source is not destroyed, since it closes it. */
  readonly #fd: number | undefined;
  readonly #buffer: Uint8Array;
  #deliver: (bytes: Uint8Array) => void = () => undefined;
  #ended: () => void = () => undefined;
  #hasEnded = false;

  /**
   * Owns the source, which must not flow yet. Without its descriptor `drain` leaves the rest to it. A source that
   * reads into a buffer reads into this one.
   */
  constructor(stream: OutputStream, source: Socket, fd: number | undefined, buffer: Uint8Array) {
    this.stream = stream;
    this.#source = source;
    this.#fd = fd;
    this.#buffer = buffer;
  }

  /**
   * Starts to read. The bytes are good until `deliver` returns. `ended` is called once: no writer is left and
   * all was delivered, or `end` was called.
   */
  listen(deliver: (bytes: Uint8Array) => void, ended: () => void): void {
    this.#deliver = deliver;
    this.#ended = ended;
    this.#source.on('error', () => this.end());
    this.#source.on('close', () => this.end());
    // libuv takes a short read from a descriptor that was hung up for its end; a terminal may hold more.
    this.#source.on('end', () => {
      this.drain(() => true);
      this.end();
    });
    this.#source.on('data', (bytes: Uint8Array) => this.#take(bytes));
    this.#source.resume();
  }

  pause(): void {
    this.#source.pause();
  }

  resume(): void {
    this.#source.resume();
  }

  /**
   * Delivers what the descriptor holds now, at most what a pipe can hold, as long as `goOn` says so.
   * All that a process wrote before its end is in the kernel by then, so this leaves nothing of it.
   */
  drain(goOn: () => boolean): void {
    while (goOn() && !this.#hasEnded && this.#source.read() !== null) {
      // `read` hands what there is to the listener of `data`.
    }
    for (let left = DRAIN_BYTES; left > 0 && goOn() && this.#isOpen; ) {
      const count = this.#read(this.#buffer);
      if (count === undefined) {
        return;
      }
      if (count === 0) {
        this.end();
        return;
      }
      left -= count;
      this.#take(this.#buffer.subarray(0, count));
    }
  }

  /** Reads no more and frees the descriptor; harmless when repeated. */
  end(): void {
    if (this.#hasEnded) {
      return;
    }
    this.#hasEnded = true;
    this.#source.destroy();
    this.#ended();
  }

  get #isOpen(): boolean {
    return !this.#hasEnded && !this.#source.destroyed;
  }

  #take(bytes: Uint8Array): void {
    this.#deliver(this.stream === 'pty' ? this.#withMore(bytes.length) : bytes);
  }

  /** What a terminal gave, which is in the scratch buffer, and what more it has: each 4 KiB would be a message. */
  #withMore(count: number): Uint8Array {
    let total = count;
    let last = count;
    while (last >= FULL_TERMINAL_READ_BYTES && total <= MAX_TERMINAL_CHUNK_BYTES) {
      last = this.#read(this.#buffer.subarray(total)) ?? 0;
      total += last;
    }
    return this.#buffer.subarray(0, total);
  }

  /** Bytes read; 0 at the end, undefined when there is nothing now. */
  #read(into: Uint8Array): number | undefined {
    if (this.#fd === undefined) {
      return undefined;
    }
    try {
      return readSync(this.#fd, into);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? undefined : 0;
    }
  }
}

import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { OutputStream } from '../../domain/process-event.js';
import { scratch } from './scratch.js';

/** The most a pipe holds on Linux: one `drain` of a process that has ended gets all it wrote. */
const DRAIN_BYTES = 1024 * 1024;

/** The parent's end of an output: a stream while the process runs, read directly when it must be empty. */
export class OutputReader {
  readonly stream: OutputStream;
  readonly #source: Socket;
  /** Of the source, non-blocking; read only while the source is not destroyed, since it closes it. */
  readonly #fd: number | undefined;
  #deliver: (bytes: Uint8Array) => void = () => {};
  #ended: () => void = () => {};
  #hasEnded = false;

  /** Owns the source, which must not flow yet. Without its descriptor `drain` leaves the rest to it. */
  constructor(stream: OutputStream, source: Socket, fd: number | undefined) {
    this.stream = stream;
    this.#source = source;
    this.#fd = fd;
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
    this.#source.on('data', deliver);
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
    while (goOn() && !this.#hasEnded && this.#source.read() !== null);
    for (let left = DRAIN_BYTES; left > 0 && goOn() && this.#isOpen; ) {
      const count = this.#read();
      if (count === undefined) {
        return;
      }
      if (count === 0) {
        this.end();
        return;
      }
      left -= count;
      this.#deliver(scratch.subarray(0, count));
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

  /** Bytes read into the scratch buffer; 0 at the end, undefined when there is nothing now. */
  #read(): number | undefined {
    if (this.#fd === undefined) {
      return undefined;
    }
    try {
      return readSync(this.#fd, scratch);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? undefined : 0;
    }
  }
}

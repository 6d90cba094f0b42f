import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { OutputStream } from '../../../domain/output/process-event.js';
import { SmallReadPacer } from './small-read-pacer.js';

/** The largest pipe on Linux: one `drain` after the exit reads everything the process wrote. */
const DRAIN_BYTES = 1024 * 1024;

/** A terminal returns at most one byte more per read, however much it holds (`N_TTY_BUF_SIZE` of Linux). */
const FULL_TERMINAL_READ_BYTES = 4095;

/** Another read may come on top of that: 64 KiB in all, as from a pipe. */
const MAX_TERMINAL_CHUNK_BYTES = 60 * 1024;

/** How long small writes gather; 2 ms would be seen in an echo. */
const REST_MS = 1;

const now = (): number => performance.now();

/** The parent's end of an output: a stream while the process runs, read directly when it must be drained. */
export class OutputReader {
  readonly stream: OutputStream;
  readonly #source: Socket;
  /**
   * The descriptor of the source, non-blocking; read only while the source is not destroyed, since that
   * closes it.
   */
  readonly #fd: number | undefined;
  readonly #buffer: Uint8Array;
  #deliver: (bytes: Uint8Array) => void = () => undefined;
  #ended: () => void = () => undefined;
  readonly #pacer = new SmallReadPacer();
  #rest: NodeJS.Timeout | undefined;
  #isPaused = false;
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
   * Starts reading. The bytes are valid until `deliver` returns. `ended` is called once: at end of file after
   * everything was delivered, or after `end`.
   */
  listen(deliver: (bytes: Uint8Array) => void, ended: () => void): void {
    this.#deliver = deliver;
    this.#ended = ended;
    this.#source.on('error', () => this.end());
    this.#source.on('close', () => this.end());
    // libuv treats a short read from a hung-up descriptor as its end, but a terminal may hold more.
    this.#source.on('end', () => {
      this.drain(() => true);
      this.end();
    });
    this.#source.on('data', (bytes: Uint8Array) => {
      this.#take(bytes);
      this.#restAfter(bytes.length);
    });
    this.#source.resume();
  }

  pause(): void {
    this.#isPaused = true;
    this.#source.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#rest === undefined) {
      this.#source.resume();
    }
  }

  /**
   * Delivers what the descriptor holds now, at most a pipe's capacity, while `shouldContinue` returns true. After the
   * exit this reads everything the process wrote.
   */
  drain(shouldContinue: () => boolean): void {
    while (shouldContinue() && !this.#hasEnded && this.#source.read() !== null) {
      // `read` emits `data` synchronously.
    }
    for (let left = DRAIN_BYTES; left > 0 && shouldContinue() && this.#isOpen; ) {
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

  /** Stops reading and closes the descriptor; may be called repeatedly. */
  end(): void {
    if (this.#hasEnded) {
      return;
    }
    this.#hasEnded = true;
    clearTimeout(this.#rest);
    this.#source.destroy();
    this.#ended();
  }

  get #isOpen(): boolean {
    return !this.#hasEnded && !this.#source.destroyed;
  }

  #restAfter(bytes: number): void {
    if (this.#isPaused || this.#hasEnded || !this.#pacer.mustRest(bytes, now)) {
      return;
    }
    this.#source.pause();
    this.#rest ??= setTimeout(() => {
      this.#rest = undefined;
      if (!this.#isPaused) {
        this.#source.resume();
      }
    }, REST_MS);
  }

  #take(bytes: Uint8Array): void {
    this.#deliver(this.stream === 'pty' ? this.#withMore(bytes.length) : bytes);
  }

  /** Collects what else the terminal holds, since it returns 4 KiB per read and each would be a message. */
  #withMore(count: number): Uint8Array {
    let total = count;
    let last = count;
    while (last >= FULL_TERMINAL_READ_BYTES && total <= MAX_TERMINAL_CHUNK_BYTES) {
      last = this.#read(this.#buffer.subarray(total)) ?? 0;
      total += last;
    }
    return this.#buffer.subarray(0, total);
  }

  /** Bytes read; 0 at the end, undefined when nothing is available. */
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

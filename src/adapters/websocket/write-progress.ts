import type { Socket } from 'node:net';

/** Whether a peer takes what was waiting for it: then it lives, though its answers may be far behind. */
export class WriteProgress {
  readonly #socket: Socket;
  /** Bytes that had left this process at the last look, and whether more were waiting to. */
  #flushedBytes = 0;
  #wasBlocked = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.check();
  }

  /** Whether some of what waited at the last look has left since. */
  check(): boolean {
    const waiting = this.#socket.writableLength;
    const flushed = this.#socket.bytesWritten - waiting;
    const hasProgressed = this.#wasBlocked && flushed > this.#flushedBytes;
    this.#wasBlocked = waiting > 0;
    this.#flushedBytes = flushed;
    return hasProgressed;
  }
}

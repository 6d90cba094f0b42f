import type { Socket } from 'node:net';

/** Whether a peer accepts queued bytes: then it is alive, even if its replies lag far behind. */
export class WriteProgress {
  readonly #socket: Socket;
  /** Bytes that had left this process at the last check, and whether more were queued. */
  #flushedBytes = 0;
  #wasBlocked = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.check();
  }

  /** Whether some of the bytes queued at the last check have left since. */
  check(): boolean {
    const waiting = this.#socket.writableLength;
    const flushed = this.#socket.bytesWritten - waiting;
    const hasProgressed = this.#wasBlocked && flushed > this.#flushedBytes;
    this.#wasBlocked = waiting > 0;
    this.#flushedBytes = flushed;
    return hasProgressed;
  }
}

import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** At this size corked data is written at once: a larger write is no more efficient. */
const ENOUGH_BYTES = 256 * 1024;

/** So much is a process that prints as fast as it is read: a full pipe. The next tick is likely to read another. */
const FULL_PIPE_BYTES = 64 * 1024;

/**
 * Holds back what is sent until all that the event-loop tick has read is handled (or 256 KiB), so that frames sent in one tick
 * share one write, and the writes of many connections follow one another: for a short message the system call, and waking the
 * peer, cost more than all else. What is as long as a full pipe, and not yet enough, waits for the next tick too, which follows
 * at once. Short frames are one string until then; the socket is corked for others.
 */
export class WriteCoalescer {
  readonly #websocket: WebSocket;
  readonly #socket: Socket;
  readonly #onPiledUp: () => void;
  readonly #onWritten: () => void;
  /** Frames that the socket does not have yet, as Latin-1. */
  #text = '';
  #isHolding = false;
  #unsentBefore = 0;

  /** @param onPiledUp is called when bytes were or are unsent, `onWritten` when the system has accepted more. */
  constructor(websocket: WebSocket, socket: Socket, onPiledUp: () => void, onWritten: () => void) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#onPiledUp = onPiledUp;
    this.#onWritten = onWritten;
  }

  /** Bytes that the system has not accepted, without those still held back. */
  get unsentBytes(): number {
    return this.#isHolding ? this.#unsentBefore : this.#websocket.bufferedAmount;
  }

  /** Sends a frame in Latin-1. */
  write(frame: string): void {
    this.#hold();
    this.#text += frame;
  }

  /** Call it before a frame is given to the socket: corks it, behind what is held back. */
  cork(): void {
    this.#hold();
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
    }
    this.#passText();
  }

  /** Writes what is held back. */
  flush(): void {
    if (!this.#isHolding) {
      return;
    }
    this.#isHolding = false;
    this.#passText();
    this.#socket.uncork();
    // What was unsent before counted in `unsentBytes` until now, even if it has left meanwhile: who waits for room learns of it.
    if (this.#unsentBefore > 0 || this.#websocket.bufferedAmount > 0) {
      this.#onPiledUp();
    }
  }

  /** Until the end of this tick, or until enough is held back. */
  #hold(): void {
    if (this.#isHolding) {
      if (this.#heldBytes < ENOUGH_BYTES) {
        return;
      }
      this.flush();
    }
    this.#isHolding = true;
    this.#unsentBefore = this.#websocket.bufferedAmount;
    setImmediate(() => this.#endTick());
  }

  get #heldBytes(): number {
    return this.#websocket.bufferedAmount - this.#unsentBefore + this.#text.length;
  }

  #endTick(): void {
    const held = this.#heldBytes;
    if (held < FULL_PIPE_BYTES || held >= ENOUGH_BYTES) {
      this.flush();
    } else {
      // The event loop does not wait while there is an immediate.
      setImmediate(() => this.flush());
    }
  }

  #passText(): void {
    if (this.#text !== '') {
      // ws would write a header and a payload; it holds nothing back that must come first, since it compresses nothing.
      this.#socket.write(this.#text, 'latin1', this.#onWritten);
      this.#text = '';
    }
  }
}

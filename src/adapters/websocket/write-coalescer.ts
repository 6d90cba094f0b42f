import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** At this size corked data is written at once: a larger write is no more efficient. */
const ENOUGH_BYTES = 256 * 1024;

/**
 * Corks the socket until the microtasks of the event-loop tick have run (or 256 KiB), so that frames sent in one tick share
 * one write: for a short message the system call, and waking the peer, cost more than all else.
 */
export class WriteCoalescer {
  readonly #websocket: WebSocket;
  readonly #socket: Socket;
  readonly #onPiledUp: () => void;
  #isCorked = false;
  #unsentBefore = 0;

  /** @param onPiledUp is called when the system did not accept all that was written. */
  constructor(websocket: WebSocket, socket: Socket, onPiledUp: () => void) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#onPiledUp = onPiledUp;
  }

  /** Bytes that the system has not accepted, without those still corked. */
  get unsentBytes(): number {
    return this.#isCorked ? this.#unsentBefore : this.#websocket.bufferedAmount;
  }

  /** Corks until the end of this tick, or until enough is queued. Call it before each send. */
  cork(): void {
    if (this.#isCorked) {
      if (this.#websocket.bufferedAmount - this.#unsentBefore < ENOUGH_BYTES) {
        return;
      }
      this.uncork();
    }
    this.#isCorked = true;
    this.#unsentBefore = this.#websocket.bufferedAmount;
    this.#socket.cork();
    // After the microtasks: a page that an event ends the wait for shares the write of its notification.
    queueMicrotask(() => process.nextTick(() => this.uncork()));
  }

  /** Writes what is corked. */
  uncork(): void {
    if (!this.#isCorked) {
      return;
    }
    this.#isCorked = false;
    this.#socket.uncork();
    if (this.#websocket.bufferedAmount > 0) {
      this.#onPiledUp();
    }
  }
}

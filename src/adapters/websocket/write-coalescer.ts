import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** With so much, what is held is written at once: in one large write there is nothing more to gain. */
const ENOUGH_BYTES = 256 * 1024;

/**
 * Writes what is sent in one turn of the event loop in one go: for a short message the system call, and the peer
 * that it wakes, cost more than all else. Nothing waits for a later turn.
 */
export class WriteCoalescer {
  readonly #websocket: WebSocket;
  readonly #socket: Socket;
  readonly #onPiledUp: () => void;
  #isCorked = false;
  #unsentBefore = 0;

  /** @param onPiledUp hears that the system did not take all that was written. */
  constructor(websocket: WebSocket, socket: Socket, onPiledUp: () => void) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#onPiledUp = onPiledUp;
  }

  /** Bytes that the system has not taken; those do not count that it was not offered yet. */
  get unsentBytes(): number {
    return this.#isCorked ? this.#unsentBefore : this.#websocket.bufferedAmount;
  }

  /** Holds back what is sent from now on, until this turn ends or it is enough. To be called before each send. */
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
    process.nextTick(() => this.uncork());
  }

  /** Writes what is held. */
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

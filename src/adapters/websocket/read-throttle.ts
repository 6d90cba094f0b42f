import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Turns } from '../shared/round-robin-scheduler.js';

/** As much as Node reads at a time: with less, nothing more is waiting. */
const FULL_CHUNK_BYTES = 64 * 1024;

/**
 * When a WebSocket is read from: not while it is held back, and of one that always has more to say a chunk or two,
 * until its turn comes again. Node would read 32 of them in a row, which may hold 300,000 pings, and everybody else
 * would wait for these.
 */
export class ReadThrottle {
  readonly #websocket: WebSocket;
  readonly #turns: Turns;
  #isPaused = false;
  #isYielding = false;

  constructor(websocket: WebSocket, socket: Socket, turns: Turns) {
    this.#websocket = websocket;
    this.#turns = turns;
    socket.on('data', (chunk: Buffer) => {
      if (chunk.length >= FULL_CHUNK_BYTES && !this.#isYielding) {
        this.#yield();
      }
    });
  }

  pause(): void {
    this.#isPaused = true;
    this.#websocket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#isYielding) {
      this.#websocket.resume();
    }
  }

  #yield(): void {
    this.#isYielding = true;
    this.#websocket.pause();
    this.#turns.wait(() => {
      this.#isYielding = false;
      if (!this.#isPaused) {
        this.#websocket.resume();
      }
    });
  }
}

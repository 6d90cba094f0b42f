import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { RoundRobinScheduler } from '../shared/round-robin-scheduler.js';

/** The largest read of Node: after a smaller one nothing more is waiting. */
const FULL_CHUNK_BYTES = 64 * 1024;

/**
 * Decides when a WebSocket is read: not while it is paused, and a busy one yields after one or two chunks of
 * 64 KiB until its next turn. Node would read 32 chunks in a row, which may contain 300,000 pings, while all
 * other connections wait.
 */
export class ReadThrottle {
  readonly #websocket: WebSocket;
  readonly #scheduler: RoundRobinScheduler;
  #isPaused = false;
  #isYielding = false;

  constructor(websocket: WebSocket, socket: Socket, scheduler: RoundRobinScheduler) {
    this.#websocket = websocket;
    this.#scheduler = scheduler;
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
    this.#scheduler.enqueue(() => {
      this.#isYielding = false;
      if (!this.#isPaused) {
        this.#websocket.resume();
      }
    });
  }
}

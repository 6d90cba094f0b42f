import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { RoundRobinScheduler } from '../shared/round-robin-scheduler.js';
import type { FrameSizeGuard } from './frame-size-guard.js';

/** The largest read of Node: after a smaller one nothing more is waiting. */
const FULL_CHUNK_BYTES = 64 * 1024;

/** Read of one frame in a turn: it is only kept, in 0.3 ms, while pausing and resuming cost as much as reading 64 KiB. */
const MAX_FRAME_PART_BYTES = 512 * 1024;

/**
 * Decides when a WebSocket is read: not while it is paused, and a busy one yields after one or two chunks of
 * 64 KiB, or 512 KiB of one frame, until its next turn. Node would read 32 chunks in a row, which may contain
 * 300,000 pings, while all other connections wait.
 */
export class ReadThrottle {
  readonly #websocket: WebSocket;
  readonly #frames: Pick<FrameSizeGuard, 'isWithinFrame'>;
  readonly #scheduler: RoundRobinScheduler;
  #isPaused = false;
  #isYielding = false;
  /** Since its turn began. */
  #readBytes = 0;

  /** @param frames has read each chunk before. */
  constructor(
    websocket: WebSocket,
    socket: Socket,
    frames: Pick<FrameSizeGuard, 'isWithinFrame'>,
    scheduler: RoundRobinScheduler,
  ) {
    this.#websocket = websocket;
    this.#frames = frames;
    this.#scheduler = scheduler;
    socket.on('data', (chunk: Buffer) => this.#count(chunk.length));
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

  #count(bytes: number): void {
    if (bytes < FULL_CHUNK_BYTES) {
      this.#readBytes = 0;
      return;
    }
    this.#readBytes += bytes;
    const isLong = !this.#frames.isWithinFrame || this.#readBytes >= MAX_FRAME_PART_BYTES;
    if (isLong && !this.#isYielding) {
      this.#readBytes = 0;
      this.#yield();
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

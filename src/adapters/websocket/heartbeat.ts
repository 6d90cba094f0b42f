import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import { WriteProgress } from './write-progress.js';

/**
 * Detects a dead peer that TCP does not report: pings at every interval and counts the intervals in which
 * nothing came. Counting intervals instead of comparing times keeps a pause of the daemon itself from being
 * held against its clients.
 */
export class Heartbeat {
  readonly #websocket: WebSocket;
  readonly #socket: Socket;
  readonly #progress: WriteProgress;
  readonly #allowedMisses: number;
  readonly #onTimeout: () => void;
  #misses = 0;
  /** Bytes received in total at the last interval. */
  #receivedBytes: number;

  private constructor(
    websocket: WebSocket,
    socket: Socket,
    allowedMisses: number,
    onTimeout: () => void,
  ) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#receivedBytes = socket.bytesRead;
    this.#progress = new WriteProgress(socket);
    this.#allowedMisses = allowedMisses;
    this.#onTimeout = onTimeout;
  }

  /**
   * Watches until the WebSocket closes; `onSilent` is called when the peer has been silent for the timeout.
   */
  static watch(
    websocket: WebSocket,
    socket: Socket,
    limits: ConnectionLimits,
    onTimeout: () => void,
  ): void {
    const { pingIntervalMs, peerTimeoutMs } = limits;
    const allowed = Math.max(1, Math.floor(peerTimeoutMs / pingIntervalMs));
    const heartbeat = new Heartbeat(websocket, socket, allowed, onTimeout);
    const timer = setInterval(() => heartbeat.#beat(), pingIntervalMs);
    websocket.once('close', () => clearInterval(timer));
  }

  #beat(): void {
    const { bytesRead } = this.#socket;
    if (this.#progress.check() || bytesRead > this.#receivedBytes) {
      this.#misses = 0;
    }
    this.#receivedBytes = bytesRead;
    if (this.#misses >= this.#allowedMisses) {
      this.#onTimeout();
      return;
    }
    this.#misses += 1;
    this.#websocket.ping(undefined, false, () => undefined);
  }
}

import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import { WriteProgress } from './write-progress.js';

/**
 * Detects a dead peer that TCP does not report: pings after every interval in which nothing came, and counts
 * them. Counting intervals instead of comparing times keeps a pause of the daemon itself from being held
 * against its clients.
 */
export class Heartbeat {
  readonly #websocket: WebSocket;
  readonly #socket: Socket;
  readonly #progress: WriteProgress;
  readonly #allowedPings: number;
  readonly #onTimeout: () => void;
  #unansweredPings = 0;
  /** Bytes received in total at the last interval. */
  #receivedBytes: number;

  private constructor(
    websocket: WebSocket,
    socket: Socket,
    allowedPings: number,
    onTimeout: () => void,
  ) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#receivedBytes = socket.bytesRead;
    this.#progress = new WriteProgress(socket);
    this.#allowedPings = allowedPings;
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
    // The interval before the first ping is silent as well.
    const allowed = Math.max(1, Math.floor(peerTimeoutMs / pingIntervalMs) - 1);
    const heartbeat = new Heartbeat(websocket, socket, allowed, onTimeout);
    const timer = setInterval(() => heartbeat.#beat(), pingIntervalMs);
    websocket.once('close', () => clearInterval(timer));
  }

  #beat(): void {
    const { bytesRead } = this.#socket;
    const isAlive = this.#progress.check() || bytesRead > this.#receivedBytes;
    this.#receivedBytes = bytesRead;
    if (isAlive) {
      this.#unansweredPings = 0;
    } else if (this.#unansweredPings >= this.#allowedPings) {
      this.#onTimeout();
    } else {
      this.#unansweredPings += 1;
      this.#websocket.ping(undefined, false, () => undefined);
    }
  }
}

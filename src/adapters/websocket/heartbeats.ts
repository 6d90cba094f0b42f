import type { Socket } from 'node:net';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import { Members } from '../shared/members.js';
import type { OrderedWebSocket } from './ordered-web-socket.js';
import { WriteProgress } from './write-progress.js';

/** Peers looked at in one event-loop tick: so many pings take 1 or 2 ms. */
const AT_ONCE = 64;

/**
 * Detects dead peers that TCP does not report: pings a peer after every interval in which nothing came from it, and counts
 * these intervals. Counting them instead of comparing times keeps a pause of the daemon itself from being held against its
 * clients. All peers have one timer, so that the pings and pongs of many wake the event loop together.
 */
export class Heartbeats {
  readonly #intervalMs: number;
  readonly #allowedPings: number;
  readonly #watched = new Members<Heartbeat>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ pingIntervalMs, peerTimeoutMs }: ConnectionLimits) {
    this.#intervalMs = pingIntervalMs;
    // The interval before the first ping is silent as well.
    this.#allowedPings = Math.max(1, Math.floor(peerTimeoutMs / pingIntervalMs) - 1);
  }

  /** Watches until the WebSocket closes; `onTimeout` is called when the peer has been silent for the timeout. */
  watch(websocket: OrderedWebSocket, socket: Socket, onTimeout: () => void): void {
    const remove = this.#watched.add(new Heartbeat(websocket, socket, onTimeout));
    this.#timer ??= setInterval(
      () => this.#beat(this.#watched[Symbol.iterator]()),
      this.#intervalMs,
    );
    websocket.once('close', () => {
      remove();
      if (this.#watched.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    });
  }

  #beat(rest: Iterator<Heartbeat, undefined>): void {
    for (let count = 0; count < AT_ONCE; count += 1) {
      const next = rest.next();
      if (next.done) {
        return;
      }
      next.value.beat(this.#allowedPings);
    }
    setImmediate(() => this.#beat(rest));
  }
}

/** One peer. */
class Heartbeat {
  readonly #websocket: OrderedWebSocket;
  readonly #socket: Socket;
  readonly #progress: WriteProgress;
  readonly #onTimeout: () => void;
  #unansweredPings = 0;
  /** Bytes received in total at the last interval. The first one is no whole interval, so whatever came before counts in it. */
  #receivedBytes = -1;

  constructor(websocket: OrderedWebSocket, socket: Socket, onTimeout: () => void) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#progress = new WriteProgress(socket);
    this.#onTimeout = onTimeout;
  }

  beat(allowedPings: number): void {
    const { bytesRead } = this.#socket;
    const isAlive = this.#progress.check() || bytesRead > this.#receivedBytes;
    this.#receivedBytes = bytesRead;
    if (isAlive) {
      this.#unansweredPings = 0;
    } else if (this.#unansweredPings >= allowedPings) {
      this.#onTimeout();
    } else {
      this.#unansweredPings += 1;
      this.#websocket.ping();
    }
  }
}

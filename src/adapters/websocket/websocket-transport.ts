import type { Socket } from 'node:net';
import type { ConnectionEnd } from '../../application/connection/client-connection.js';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { MessageTransport } from '../json-rpc/message-transport.js';
import type { RoundRobinScheduler } from '../shared/round-robin-scheduler.js';
import type { EndCause } from './end-cause.js';
import type { OpenedWebSocket } from './opened-web-socket.js';
import type { OrderedWebSocket } from './ordered-web-socket.js';
import { ReadThrottle } from './read-throttle.js';
import { textFrame } from './text-frame.js';
import { WriteCoalescer } from './write-coalescer.js';
import { WriteProgress } from './write-progress.js';

/** Carries messages over one WebSocket: sends text, receives text and binary. */
export class WebSocketTransport implements MessageTransport {
  readonly source: string;
  readonly address: string | undefined;
  readonly subject: string | undefined;
  readonly onInitialized: () => void;
  readonly #websocket: OrderedWebSocket;
  readonly #socket: Socket;
  readonly #cause: EndCause;
  readonly #reads: ReadThrottle;
  readonly #writes: WriteCoalescer;
  readonly #frameBytes: number;
  readonly #drainListeners: (() => void)[] = [];
  #hasPiledUp = false;
  readonly #onSent = (): void => {
    if (!this.#hasPiledUp || this.#websocket.bufferedAmount > 0) {
      return;
    }
    this.#hasPiledUp = false;
    for (const listener of this.#drainListeners) {
      listener();
    }
  };
  /** Callbacks of `requestAck` by the number in their ping. */
  readonly #pendingAcks = new Map<number, () => void>();
  #lastPing = 0;

  /**
   * @param scheduler the scheduler shared by all connections that are read.
   * @param onInitialized is called when the client has initialized.
   */
  constructor(
    { websocket, socket, address, subject, cause, frames }: OpenedWebSocket,
    limits: ConnectionLimits,
    scheduler: RoundRobinScheduler,
    onInitialized: () => void,
  ) {
    this.#websocket = websocket;
    this.#socket = socket;
    this.#reads = new ReadThrottle(websocket, socket, frames, scheduler);
    const onPiledUp = (): void => {
      this.#hasPiledUp = true;
    };
    this.#writes = new WriteCoalescer(websocket, socket, onPiledUp, this.#onSent);
    websocket.beforeEnd = () => this.#writes.flush();
    websocket.onControlSent = this.#onSent;
    this.onInitialized = onInitialized;
    this.address = address;
    this.subject = subject;
    this.#cause = cause;
    this.#frameBytes = limits.maxOutgoingFrameBytes;
    websocket.on('pong', (payload: Buffer) => this.#acknowledgeThrough(payload));
    this.source = `websocket JSON-RPC message from exec-server websocket ${peerOf(socket)}`;
  }

  get unsentBytes(): number {
    return this.#writes.unsentBytes;
  }

  send(message: string | Buffer, onSent?: () => void): void {
    if (this.#websocket.readyState !== this.#websocket.OPEN) {
      return;
    }
    const frame =
      typeof message === 'string' && onSent === undefined ? textFrame(message) : undefined;
    if (frame !== undefined && frame.length <= this.#frameBytes) {
      this.#writes.write(frame);
      return;
    }
    this.#writes.cork();
    const bytes = typeof message === 'string' ? Buffer.from(message, 'utf8') : message;
    let start = 0;
    for (; bytes.length - start > this.#frameBytes; start += this.#frameBytes) {
      this.#sendFrame(bytes.subarray(start, start + this.#frameBytes), false);
      // The pong shows that a slow peer is alive, long before it has received the whole message.
      this.#websocket.ping();
    }
    this.#sendFrame(start === 0 ? bytes : bytes.subarray(start), true, onSent);
  }

  terminate(reason = 'ended by the server'): void {
    this.#cause.name(reason);
    this.#websocket.terminate();
  }

  close(code: number, reason: string): void {
    if (this.#websocket.readyState !== this.#websocket.OPEN) {
      return;
    }
    this.#cause.name(reason, code);
    this.#pendingAcks.clear();
    this.#websocket.close(code, reason);
    // The Close frame of the client is behind what it has sent.
    this.#reads.resume();
  }

  /** Every WebSocket peer answers a ping with its payload, in order (RFC 6455 section 5.5.3). */
  requestAck(onAck: () => void): void {
    if (this.#websocket.readyState !== this.#websocket.OPEN) {
      return;
    }
    this.#writes.cork();
    this.#lastPing += 1;
    this.#pendingAcks.set(this.#lastPing, onAck);
    this.#websocket.ping(String(this.#lastPing));
  }

  probe(withinMs: number): Promise<boolean> {
    // Data after a Close frame does not count.
    if (this.#websocket.readyState !== this.#websocket.OPEN) {
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      const settle = (isAlive: boolean): void => {
        clearTimeout(timer);
        this.#socket.off('data', succeed);
        this.#websocket.off('close', fail);
        resolve(isAlive);
      };
      const succeed = (): void => settle(true);
      const fail = (): void => settle(false);
      // The client may be paused because it reads its replies slowly: accepted bytes count as a sign of life
      // then.
      const progress = new WriteProgress(this.#socket);
      const timer = setTimeout(() => settle(progress.check()), withinMs);
      this.#socket.on('data', succeed);
      this.#websocket.on('close', fail);
      this.#websocket.ping();
    });
  }

  pause(): void {
    this.#reads.pause();
  }

  resume(): void {
    this.#reads.resume();
  }

  onMessage(listener: (message: string | Buffer) => void): void {
    this.#websocket.on('message', (data: Buffer | string) => {
      // After our Close frame nothing can be answered, so the message is dropped.
      if (this.#websocket.readyState === this.#websocket.OPEN) {
        listener(data);
      }
    });
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  onEnd(listener: (end: ConnectionEnd) => void): void {
    this.#websocket.once('close', (code) => listener(this.#cause.explain(code)));
  }

  /** A peer may answer only the newest of several pings, which acknowledges the older ones too. */
  #acknowledgeThrough(payload: Buffer): void {
    const answered = Number(payload.toString('latin1'));
    if (!this.#pendingAcks.has(answered)) {
      return;
    }
    for (const [ping, onAck] of this.#pendingAcks) {
      if (ping > answered) {
        return;
      }
      this.#pendingAcks.delete(ping);
      onAck();
    }
  }

  #sendFrame(payload: Buffer, isLast: boolean, onSent?: () => void): void {
    // A failed send ends the connection, which `onEnd` reports.
    this.#websocket.send(payload, { binary: false, fin: isLast }, this.#sent(onSent));
  }

  #sent(onSent: (() => void) | undefined): (error?: Error | null) => void {
    return (error) => {
      this.#onSent();
      if (!error) {
        onSent?.();
      }
    };
  }
}

/** `IP:PORT` of the client, with brackets around an IPv6 address. */
const peerOf = ({ remoteAddress = 'unknown', remotePort = 0 }: Socket): string =>
  remoteAddress.includes(':')
    ? `[${remoteAddress}]:${remotePort}`
    : `${remoteAddress}:${remotePort}`;

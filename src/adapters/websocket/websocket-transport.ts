import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Limits } from '../../application/limits.js';
import type { MessageTransport } from '../json-rpc/message-transport.js';

/** Carries messages over one WebSocket: text out, text and binary in. */
export class WebSocketTransport implements MessageTransport {
  readonly source: string;
  readonly #websocket: WebSocket;
  readonly #frameBytes: number;
  readonly #drainListeners: (() => void)[] = [];
  #hasPiledUp = false;
  readonly #onSent = (): void => {
    if (!this.#hasPiledUp || this.#websocket.bufferedAmount > 0) return;
    this.#hasPiledUp = false;
    for (const listener of this.#drainListeners) listener();
  };

  constructor(websocket: WebSocket, socket: Socket, limits: Pick<Limits, 'outgoingFrameBytes'>) {
    this.#websocket = websocket;
    this.#frameBytes = limits.outgoingFrameBytes;
    this.source = `websocket JSON-RPC message from exec-server websocket ${peerOf(socket)}`;
  }

  get unsentBytes(): number {
    return this.#websocket.bufferedAmount;
  }

  send(message: string | Buffer): void {
    if (this.#websocket.readyState !== this.#websocket.OPEN) return;
    const bytes = typeof message === 'string' ? Buffer.from(message, 'utf8') : message;
    let start = 0;
    for (; bytes.length - start > this.#frameBytes; start += this.#frameBytes) {
      this.#sendFrame(bytes.subarray(start, start + this.#frameBytes), false);
    }
    this.#sendFrame(start === 0 ? bytes : bytes.subarray(start), true);
  }

  terminate(): void {
    this.#websocket.terminate();
  }

  pause(): void {
    this.#websocket.pause();
  }

  resume(): void {
    this.#websocket.resume();
  }

  onMessage(listener: (message: string | Buffer) => void): void {
    this.#websocket.on('message', (data: Buffer) => listener(data));
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  onEnd(listener: () => void): void {
    this.#websocket.once('close', listener);
  }

  #sendFrame(payload: Buffer, isLast: boolean): void {
    // A send that fails ends the connection, which `onEnd` tells.
    this.#websocket.send(payload, { binary: false, fin: isLast }, this.#onSent);
    this.#hasPiledUp ||= this.#websocket.bufferedAmount > 0;
  }
}

/** `IP:PORT` of the client, brackets around an IPv6 address. */
const peerOf = ({ remoteAddress = 'unknown', remotePort = 0 }: Socket): string =>
  remoteAddress.includes(':')
    ? `[${remoteAddress}]:${remotePort}`
    : `${remoteAddress}:${remotePort}`;

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Limits } from '../../application/limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type { JsonRpcServer } from '../json-rpc/json-rpc-server.js';
import { FrameSizeGuard } from './frame-size-guard.js';
import { WebSocketTransport } from './websocket-transport.js';

/** Turns upgraded sockets into WebSockets and hands their messages to JSON-RPC. */
export class WebSocketAcceptor {
  readonly #server: WebSocketServer;
  readonly #jsonRpc: JsonRpcServer;
  readonly #limits: Limits;
  readonly #logger: Logger;

  constructor(jsonRpc: JsonRpcServer, limits: Limits, logger: Logger) {
    this.#jsonRpc = jsonRpc;
    this.#limits = limits;
    this.#logger = logger;
    this.#server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: limits.maxMessageBytes,
    });
  }

  /** Opens a WebSocket on the socket of a valid upgrade request; returns why it does not. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): { status: number; body: string } | undefined {
    const { maxConnections } = this.#limits;
    if (this.#server.clients.size >= maxConnections) {
      this.#logger.warn('connection refused: too many are open', { maxConnections });
      return {
        status: 503,
        body: `too many connections: this exec-server holds at most ${maxConnections} (--max-connections)`,
      };
    }
    this.#server.handleUpgrade(request, socket, head, (websocket) => {
      this.#open(websocket, socket as Socket, head);
    });
    return undefined;
  }

  /** Ends every connection at once. */
  close(): void {
    for (const websocket of this.#server.clients) websocket.terminate();
  }

  #open(websocket: WebSocket, socket: Socket, head: Buffer): void {
    socket.setNoDelay(true);
    this.#guardFrames(websocket, socket, head);
    const pings = setInterval(() => websocket.ping(), this.#limits.pingIntervalMs);
    websocket.once('close', () => clearInterval(pings));
    websocket.on('error', (error) => {
      this.#logger.info('connection ended by a fault', { fault: error.message });
    });
    this.#jsonRpc.serve(new WebSocketTransport(websocket, socket, this.#limits));
  }

  #guardFrames(websocket: WebSocket, socket: Socket, head: Buffer): void {
    const guard = new FrameSizeGuard(this.#limits.maxFrameBytes);
    const check = (bytes: Buffer): void => {
      if (guard.accept(bytes)) return;
      this.#logger.info('connection closed: a frame was too large', {
        maxFrameBytes: this.#limits.maxFrameBytes,
      });
      websocket.terminate();
    };
    if (head.length > 0) check(head);
    socket.prependListener('data', check);
  }
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Limits } from '../../application/limits.js';
import { emptyReply, type HttpReply, sendReply, sendReplyAndClose } from './http-reply.js';
import { route } from './routes.js';

/** Takes over the socket of a request that has passed every check of the door. */
export type AcceptUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) => HttpReply | undefined;

/** Where to listen: a literal IP address; port 0 means any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The one socket that the server listens on: answers HTTP, guards the door, passes upgrades on. */
export class HttpListener {
  readonly #server: Server;
  readonly #accept: AcceptUpgrade;
  #isReady = false;
  /** Settles when the listening socket and all connections are closed. */
  #closed: Promise<void> = Promise.resolve();

  /** @param accept opens the WebSocket, or returns why it does not. */
  constructor(accept: AcceptUpgrade, limits: Pick<Limits, 'requestHeadBytes'>) {
    this.#accept = accept;
    this.#server = createServer({
      noDelay: true,
      maxHeaderSize: limits.requestHeadBytes,
      requireHostHeader: false,
    });
    // Node leaves out the headers beyond a number, and with them an Origin.
    this.#server.maxHeadersCount = 0;
    for (const event of ['request', 'checkContinue'] as const) {
      this.#server.on(event, (request, response) => {
        const target = route(request, this.#isReady);
        sendReply(response, target === 'websocket' ? emptyReply(426) : target);
      });
    }
    this.#server.on('checkExpectation', (request, response) => {
      const target = route(request, this.#isReady);
      sendReply(response, target === 'websocket' ? emptyReply(417) : target);
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on('connect', (request, socket) =>
      this.#upgrade(request, socket, Buffer.alloc(0)),
    );
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      sendReplyAndClose(socket, emptyReply(error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400));
    });
  }

  /** Resolves with the bound address once connections are accepted. @throws the system's error. */
  async listen(address: ListenAddress): Promise<ListenAddress> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(address, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#isReady = true;
    const bound = this.#server.address() as AddressInfo;
    return { host: bound.address, port: bound.port };
  }

  /** Readiness is answered 503 from now on; WebSockets and requests under way go on. */
  stopAccepting(): void {
    this.#isReady = false;
    if (!this.#server.listening) return;
    this.#closed = new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Ends all connections that have not become WebSockets, and resolves when the socket is free. */
  async close(): Promise<void> {
    this.stopAccepting();
    this.#server.closeAllConnections();
    await this.#closed;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const target = route(request, this.#isReady);
    const reply = target === 'websocket' ? this.#open(request, socket, head) : target;
    if (reply !== undefined) sendReplyAndClose(socket, reply);
  }

  /** A request that was half sent when the server began to stop is whole too late. */
  #open(request: IncomingMessage, socket: Duplex, head: Buffer): HttpReply | undefined {
    return this.#isReady ? this.#accept(request, socket, head) : emptyReply(503);
  }
}

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Limits } from '../../application/limits.js';
import type { Logger } from '../../application/ports/logger.js';
import { WaitingRoom } from '../../domain/waiting-room.js';
import type { JsonRpcServer } from '../json-rpc/json-rpc-server.js';
import { answerPings } from './answer-pings.js';
import { FrameSizeGuard } from './frame-size-guard.js';
import { HalfMessages } from './half-messages.js';
import { Heartbeat } from './heartbeat.js';
import { Turns } from './turns.js';
import { WebSocketTransport } from './websocket-transport.js';

/** Close codes (RFC 6455 section 7.4.1, and the registry of IANA). */
const TOO_BIG = 1009;
const TRY_AGAIN_LATER = 1013;

const KIB = 1024;
/** A message may come in so many fragments whatever its size; a large one in fragments of 1 KiB. */
const MIN_FRAGMENTS = 16 * KIB;

/** Options of `ws` that its types do not know yet. */
interface NewerOptions {
  readonly closeTimeout: number;
  readonly maxFragments: number;
}

/** Turns upgraded sockets into WebSockets and hands their messages to JSON-RPC. */
export class WebSocketAcceptor {
  readonly #server: WebSocketServer;
  readonly #jsonRpc: JsonRpcServer;
  readonly #limits: Limits;
  readonly #logger: Logger;
  /** Those that count: all but the ones that were just sent away. */
  readonly #serving = new Set<WebSocket>();
  /** Those that have not initialized. */
  readonly #waiting: WaitingRoom<WebSocket>;
  readonly #halfMessages: HalfMessages;
  readonly #turns = new Turns();

  constructor(jsonRpc: JsonRpcServer, limits: Limits, logger: Logger) {
    this.#jsonRpc = jsonRpc;
    this.#limits = limits;
    this.#logger = logger;
    this.#waiting = new WaitingRoom(limits.maxPendingConnections, (websocket) => {
      this.#serving.delete(websocket);
      websocket.close(TRY_AGAIN_LATER, 'too many have not initialized (--max-pending-connections)');
    });
    this.#halfMessages = new HalfMessages(limits.maxUninitializedBytes, (websocket) => {
      this.#logger.info('connection closed: too much came before initialize');
      websocket.terminate();
    });
    const options: ServerOptions & NewerOptions = {
      noServer: true,
      perMessageDeflate: false,
      maxPayload: limits.maxMessageBytes,
      maxFragments: Math.max(MIN_FRAGMENTS, Math.ceil(limits.maxMessageBytes / KIB)),
      autoPong: false,
      closeTimeout: limits.closeTimeoutMs,
    };
    this.#server = new WebSocketServer(options);
  }

  /** Opens a WebSocket on the socket of a valid upgrade request; returns why it does not. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): { status: number; body: string } | undefined {
    const { maxConnections } = this.#limits;
    if (this.#serving.size >= maxConnections && !this.#waiting.dismissOldest()) {
      this.#logger.warn('connection refused: too many are open', { maxConnections });
      return {
        status: 503,
        body: `too many connections: this exec-server holds at most ${maxConnections} (--max-connections)`,
      };
    }
    // No subprotocol is ever selected, whatever is offered.
    delete request.headers['sec-websocket-protocol'];
    this.#server.handleUpgrade(request, socket, head, (websocket) => {
      this.#open(websocket, socket as Socket);
    });
    return undefined;
  }

  /** Ends every connection at once. */
  close(): void {
    for (const websocket of this.#server.clients) websocket.terminate();
  }

  #open(websocket: WebSocket, socket: Socket): void {
    socket.setNoDelay(true);
    this.#serving.add(websocket);
    this.#waiting.enter(websocket);
    websocket.once('close', () => {
      this.#serving.delete(websocket);
      this.#waiting.leave(websocket);
    });
    this.#guardFrames(websocket, socket);
    const stopCounting = this.#halfMessages.watch(websocket, socket);
    answerPings(websocket, socket);
    Heartbeat.watch(websocket, socket, this.#limits, () => {
      this.#logger.info('connection ended: the client is silent');
      websocket.terminate();
    });
    // `ws` has sent why.
    websocket.on('error', (error) => {
      this.#logger.info('connection ended by a fault', { fault: error.message });
      stopListening(socket);
    });
    // A client that has closed its side is gone (PROTOCOL.md section 3.1): its session is free at once.
    socket.once('end', () => websocket.terminate());
    const admit = (): void => {
      stopCounting();
      this.#waiting.leave(websocket);
    };
    this.#jsonRpc.serve(
      new WebSocketTransport(websocket, socket, this.#limits, this.#turns, admit),
    );
  }

  #guardFrames(websocket: WebSocket, socket: Socket): void {
    const { maxFrameBytes } = this.#limits;
    const guard = new FrameSizeGuard(maxFrameBytes);
    const check = (bytes: Buffer): void => {
      if (guard.accept(bytes)) return;
      this.#logger.info('connection closed: a frame was too large', { maxFrameBytes });
      websocket.close(TOO_BIG, `a frame of more than ${maxFrameBytes} bytes (--max-frame-bytes)`);
      socket.end();
      stopListening(socket);
    };
    socket.prependListener('data', check);
  }
}

/**
 * Reads on without looking until the client has closed its side, or `closeTimeoutMs` are over: one that is cut off
 * while it writes mostly sees a reset, and never the Close frame that says why.
 */
const stopListening = (socket: Socket): void => {
  socket.removeAllListeners('data');
  socket.resume();
};

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Server, type ServerOptions, WebSocketServer } from 'ws';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import { PendingConnections } from '../../domain/admission/pending-connections.js';
import type { JsonRpcServer } from '../json-rpc/json-rpc-server.js';
import { Members } from '../shared/members.js';
import { RoundRobinScheduler } from '../shared/round-robin-scheduler.js';
import { EndCause } from './end-cause.js';
import { FrameSizeGuard } from './frame-size-guard.js';
import { Heartbeats } from './heartbeats.js';
import type { OpenedWebSocket } from './opened-web-socket.js';
import { OrderedWebSocket } from './ordered-web-socket.js';
import { PartialMessageLimiter } from './partial-message-limiter.js';
import { respondToPings } from './respond-to-pings.js';
import { emitShortMessages } from './short-messages.js';
import { WebSocketTransport } from './websocket-transport.js';

/** Close codes (RFC 6455 section 7.4.1 and the IANA registry). */
const GOING_AWAY = 1001;
const TOO_BIG = 1009;
const TRY_AGAIN_LATER = 1013;

const KIB = 1024;
/** Fragments accepted per message whatever its size; a large message may use fragments of 1 KiB. */
const MIN_FRAGMENTS = 16 * KIB;

/** Options of `ws` that are missing in its types. */
interface NewerOptions {
  readonly closeTimeout: number;
  readonly maxFragments: number;
}

/** Upgrades sockets to WebSockets and passes their messages to JSON-RPC. */
export class WebSocketAcceptor {
  readonly #server: Server<typeof OrderedWebSocket>;
  readonly #jsonRpc: JsonRpcServer;
  readonly #limits: ConnectionLimits;
  readonly #open = new Members<OpenedWebSocket>();
  /** How many of them do not count any more: they have been told to close. */
  #evicted = 0;
  /** WebSockets that have not initialized. */
  readonly #pending: PendingConnections<OpenedWebSocket>;
  readonly #partialMessages: PartialMessageLimiter;
  readonly #heartbeats: Heartbeats;
  readonly #scheduler = new RoundRobinScheduler();

  constructor(jsonRpc: JsonRpcServer, limits: ConnectionLimits) {
    this.#jsonRpc = jsonRpc;
    this.#limits = limits;
    this.#heartbeats = new Heartbeats(limits);
    this.#pending = new PendingConnections(limits.maxPendingConnections, (opened) => {
      this.#evicted += 1;
      opened.websocket.once('close', () => {
        this.#evicted -= 1;
      });
      close(
        opened,
        TRY_AGAIN_LATER,
        'too many uninitialized WebSockets (--max-pending-connections)',
      );
    });
    this.#partialMessages = new PartialMessageLimiter(limits.maxUninitializedBytes, (opened) => {
      cut(opened, 'partially received messages before initialize exceed --max-uninitialized-bytes');
    });
    const options: ServerOptions<typeof OrderedWebSocket> & NewerOptions = {
      noServer: true,
      WebSocket: OrderedWebSocket,
      // It would keep them in a `Set`.
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.maxMessageBytes,
      maxFragments: Math.max(MIN_FRAGMENTS, Math.ceil(limits.maxMessageBytes / KIB)),
      autoPong: false,
      closeTimeout: limits.closeTimeoutMs,
    };
    this.#server = new WebSocketServer(options);
  }

  /**
   * Opens a WebSocket on the socket of a valid upgrade request; otherwise returns the refusal.
   *
   * @param client its address, and the subject of its credential, if the authenticator named one
   */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    client: { readonly address: string; readonly subject: string | undefined },
  ): { status: number; body: string } | undefined {
    const { maxConnections } = this.#limits;
    if (this.#serving >= maxConnections && !this.#pending.evictOldest()) {
      return {
        status: 503,
        body: `too many connections: this exec-server holds at most ${maxConnections} (--max-connections)`,
      };
    }
    // No subprotocol is ever selected.
    delete request.headers['sec-websocket-protocol'];
    this.#server.handleUpgrade(request, socket, head, (websocket) => {
      const cause = new EndCause(websocket, socket as Socket);
      const frames = new FrameSizeGuard(this.#limits.maxFrameBytes);
      this.#serve({ websocket, socket: socket as Socket, ...client, cause, frames });
    });
    return undefined;
  }

  /** Whether a further client is accepted, if need be in place of one that has not initialized. */
  get canAccept(): boolean {
    return this.#serving < this.#limits.maxConnections || this.#pending.size > 0;
  }

  /** WebSockets that count as open. */
  get #serving(): number {
    return this.#open.size - this.#evicted;
  }

  /**
   * Closes every WebSocket with code 1001 after what was sent before. Resolves when all have ended; sockets
   * that are still open after `closeTimeoutMs` are destroyed.
   */
  async close(): Promise<void> {
    const closing = [...this.#open].map(async (opened) => {
      const { websocket } = opened;
      const closed = once(websocket, 'close');
      close(opened, GOING_AWAY, 'server stopping');
      // Resume reading: the client's Close frame is behind what it has sent.
      websocket.resume();
      await closed;
    });
    await Promise.all(closing);
  }

  #serve(opened: OpenedWebSocket): void {
    const { websocket, socket, cause } = opened;
    socket.setNoDelay(true);
    const remove = this.#open.add(opened);
    this.#pending.add(opened);
    websocket.once('close', () => {
      remove();
      this.#pending.remove(opened);
    });
    this.#readFrames(opened);
    const stopCounting = this.#partialMessages.watch(opened);
    respondToPings(websocket, socket);
    this.#heartbeats.watch(websocket, socket, () => {
      cause.nameSilence();
      websocket.terminate();
    });
    websocket.on('error', () => discardIncoming(socket));
    // A client that half-closes has ended (docs/protocol.md section 3.1): its session is detached at once. In place of what `ws`
    // does then, which ends its receiver a second time, an error with its stack.
    socket.removeAllListeners('end');
    socket.once('end', () => websocket.terminate());
    const admit = (): void => {
      stopCounting();
      this.#pending.remove(opened);
    };
    const transport = new WebSocketTransport(opened, this.#limits, this.#scheduler, admit);
    this.#jsonRpc.serve(transport, undefined, 'websocket');
  }

  /** Puts a check of frame sizes, and a faster way for short messages, before the parser of `ws`. */
  #readFrames(opened: OpenedWebSocket): void {
    const { websocket, socket, frames } = opened;
    const [parse] = socket.listeners('data');
    socket.removeAllListeners('data');
    const read = (bytes: Buffer): void => {
      const rest = frames.isBetweenMessages ? emitShortMessages(websocket, bytes) : bytes;
      const accepted = frames.accept(rest);
      if (accepted > 0) {
        parse?.call(socket, accepted < rest.length ? rest.subarray(0, accepted) : rest);
      }
      if (accepted < rest.length) {
        const reason = `a frame of more than ${this.#limits.maxFrameBytes} bytes (--max-frame-bytes)`;
        close(opened, TOO_BIG, reason);
        socket.end();
        discardIncoming(socket);
      }
    };
    // By its `listener` `ws` removes it when it has read a Close frame, as it would remove its own one.
    socket.on('data', Object.assign(read, { listener: parse }));
  }
}

/** Unless a Close frame has been sent before, also one that answers that of the client. */
const close = ({ websocket, cause }: OpenedWebSocket, code: number, reason: string): void => {
  if (websocket.readyState === websocket.OPEN) {
    cause.name(reason, code);
    websocket.close(code, reason);
  }
};

const cut = ({ websocket, cause }: OpenedWebSocket, reason: string): void => {
  cause.name(reason);
  websocket.terminate();
};

/**
 * Reads and discards until the client closes its side, or for `closeTimeoutMs`: a client whose socket is
 * destroyed while it writes usually sees a reset instead of the Close frame with the reason.
 */
const discardIncoming = (socket: Socket): void => {
  socket.removeAllListeners('data');
  socket.resume();
};

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { RoutingLimits } from '../../application/limits/routing-limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type { GatewayMetrics } from '../../application/ports/routing/gateway-metrics.js';
import type { GatewayConnections } from '../../application/use-cases/routing/check-gateway.js';
import type {
  RouteConnection,
  Routed,
} from '../../application/use-cases/routing/route-connection.js';
import { PendingConnections } from '../../domain/admission/pending-connections.js';
import type { RoutingFault } from '../../domain/routing/routing-fault.js';
import { closeClient } from './close-frame.js';
import { type Refusal, readFirstMessage } from './first-message.js';
import { joinSockets } from './join-sockets.js';
import { sessionReference } from './session-reference.js';
import { isWebSocketKey, switchingProtocols } from './websocket-handshake.js';
import type { NodeLink } from './websocket-node-dialer.js';

/** Close codes (RFC 6455 section 7.4.1 and the IANA registry). */
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

type Limits = ConnectionLimits & RoutingLimits;

type Counted = Pick<GatewayMetrics, 'connectionAccepted' | 'notRouted'>;

/** Who has been admitted. */
interface Admitted {
  readonly address: string;
}

/** Upgrades clients to WebSockets, reads the first message of each, and joins it to the node that serves it. */
export class GatewayAcceptor {
  readonly #routes: Pick<RouteConnection<NodeLink>, 'execute'>;
  readonly #limits: Limits;
  readonly #logger: Logger;
  readonly #metrics: Counted;
  /** Connections of clients that have not ended. */
  readonly #clients = new Set<Duplex>();
  /** Connections to nodes that have not ended. */
  readonly #nodes = new Set<Duplex>();
  /** Clients that count: all but the evicted ones, whose connections may take a moment to end. */
  readonly #serving = new Set<Duplex>();
  /** Clients that are not routed to a node. */
  readonly #pending: PendingConnections<Duplex>;
  /** Bytes of clients whose connection has ended. */
  readonly #ended = { received: 0, sent: 0 };
  #onEnded: () => void = () => undefined;

  constructor(
    routes: Pick<RouteConnection<NodeLink>, 'execute'>,
    limits: Limits,
    logger: Logger,
    metrics: Counted,
  ) {
    this.#routes = routes;
    this.#limits = limits;
    this.#logger = logger;
    this.#metrics = metrics;
    this.#pending = new PendingConnections(limits.maxPendingConnections, (socket) => {
      this.#serving.delete(socket);
      metrics.notRouted('evicted');
      closeClient(
        socket,
        TRY_AGAIN_LATER,
        'too many uninitialized WebSockets (--max-pending-connections)',
      );
    });
  }

  /** Takes over the socket of a valid upgrade request; otherwise returns the refusal. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    client: Admitted,
  ): { status: number; body: string } | undefined {
    const { maxConnections } = this.#limits;
    const key = request.headers['sec-websocket-key'] ?? '';
    if (!isWebSocketKey(key)) {
      return { status: 400, body: 'invalid Sec-WebSocket-Key' };
    }
    if (this.#serving.size >= maxConnections && !this.#pending.evictOldest()) {
      return {
        status: 503,
        body: `too many connections: this gateway holds at most ${maxConnections} (--max-connections)`,
      };
    }
    this.#metrics.connectionAccepted();
    this.#clients.add(socket);
    this.#serving.add(socket);
    this.#pending.add(socket);
    socket.once('close', () => this.#clientEnded(socket));
    socket.on('error', () => socket.destroy());
    socket.write(switchingProtocols(key));
    void this.#serve(socket as Socket, head, client.address, request.headers.authorization);
    return undefined;
  }

  /** The connections at this moment. */
  get connections(): GatewayConnections {
    const waiting = this.#pending.size;
    let [bytesFromClients, bytesToClients] = [this.#ended.received, this.#ended.sent];
    for (const client of this.#clients) {
      const { received, sent } = bytesOf(client);
      bytesFromClients += received;
      bytesToClients += sent;
    }
    return { waiting, routed: this.#serving.size - waiting, bytesFromClients, bytesToClients };
  }

  /** Calls `listener` whenever the connection of a client has ended. */
  onEnded(listener: () => void): void {
    this.#onEnded = listener;
  }

  /** Closes every connection: clients resume their sessions through another gateway. */
  close(): void {
    for (const socket of [...this.#clients, ...this.#nodes]) {
      socket.destroy();
    }
  }

  #clientEnded(client: Duplex): void {
    const { received, sent } = bytesOf(client);
    this.#ended.received += received;
    this.#ended.sent += sent;
    this.#clients.delete(client);
    this.#serving.delete(client);
    this.#pending.remove(client);
    this.#onEnded();
  }

  async #serve(
    client: Socket,
    head: Buffer,
    address: string,
    authorization: string | undefined,
  ): Promise<void> {
    const first = await readFirstMessage(client, head, this.#limits);
    if (first === 'ended') {
      client.destroy();
      return;
    }
    if (isGone(client)) {
      // Reading has paused it.
      client.resume();
      return;
    }
    if ('closedWith' in first) {
      closeClient(client, first.closedWith);
      return;
    }
    if ('why' in first) {
      this.#refuse(client, address, first);
      return;
    }
    const sessionId = sessionReference(first.message);
    const routed = await this.#routes.execute({ sessionId, address, authorization });
    if (isGone(client)) {
      destroyLink(routed);
      return;
    }
    if (routed.outcome !== 'opened') {
      this.#refuse(client, address, refusalFor(routed));
      return;
    }
    this.#pending.remove(client);
    this.#logger.debug('connection routed', {
      address,
      node: routed.node,
      resumes: sessionId !== undefined,
    });
    this.#join(client, first.received, routed.link);
  }

  #join(client: Socket, received: Buffer, { socket: node, head: sent }: NodeLink): void {
    this.#nodes.add(node);
    node.once('close', () => this.#nodes.delete(node));
    node.write(received);
    if (sent.length > 0) {
      client.write(sent);
    }
    joinSockets(client, node, this.#limits.lingerMs);
  }

  #refuse(client: Duplex, address: string, { why, code, reason }: Refusal): void {
    this.#metrics.notRouted(why);
    this.#logger.warn('connection not routed', { address, code, reason });
    closeClient(client, code, reason);
  }
}

const bytesOf = (client: Duplex): { received: number; sent: number } => {
  const { bytesRead = 0, bytesWritten = 0 } = client as Partial<Socket>;
  return { received: bytesRead, sent: bytesWritten };
};

/** Whether the client has ended, or is evicted: it has got its Close frame. */
const isGone = ({ destroyed, writableEnded }: Duplex): boolean => destroyed || writableEnded;

const destroyLink = (routed: Routed<NodeLink>): void => {
  if (routed.outcome === 'opened') {
    routed.link.socket.destroy();
  }
};

const refusalFor = (routed: Exclude<Routed<NodeLink>, { outcome: 'opened' }>): Refusal =>
  routed.outcome === 'refused'
    ? {
        why: 'refused',
        code: POLICY_VIOLATION,
        reason: `the node refuses this client (HTTP status ${routed.status})`,
      }
    : { why: routed.reason, code: TRY_AGAIN_LATER, reason: FAULTS[routed.reason] };

const FAULTS: Readonly<Record<RoutingFault, string>> = {
  no_node: 'no node takes new sessions at the moment',
  owner_unknown: 'the node of this session is unknown while the node directory cannot be reached',
  owner_unreachable: 'the node of this session cannot be reached',
  owner_silent: 'the node of this session does not answer',
  owner_busy: 'the node of this session takes no connection at the moment',
  owner_moving: 'the node of this session changes its address',
};

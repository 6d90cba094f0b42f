import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { RoutingLimits } from '../../application/limits/routing-limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type {
  RouteConnection,
  Routed,
  RoutingFault,
} from '../../application/use-cases/routing/route-connection.js';
import { PendingConnections } from '../../domain/admission/pending-connections.js';
import { closeClient } from './close-frame.js';
import { readFirstMessage } from './first-message.js';
import { join } from './join.js';
import { sessionReference } from './session-reference.js';
import { isWebSocketKey, switchingProtocols } from './websocket-handshake.js';
import type { NodeLink } from './websocket-node-dialer.js';

/** Close codes (RFC 6455 section 7.4.1 and the IANA registry). */
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

type Limits = ConnectionLimits & RoutingLimits;

/** Who has been admitted. */
interface Admitted {
  readonly address: string;
}

/** Upgrades clients to WebSockets, reads the first message of each, and joins it to the node that serves it. */
export class GatewayAcceptor {
  readonly #routes: Pick<RouteConnection<NodeLink>, 'execute'>;
  readonly #limits: Limits;
  readonly #logger: Logger;
  /** Connections that have not ended: of clients, and of the nodes that they are joined to. */
  readonly #open = new Set<Duplex>();
  /** Clients that count: all but the evicted ones, whose connections may take a moment to end. */
  readonly #serving = new Set<Duplex>();
  /** Clients that are not joined to a node. */
  readonly #pending: PendingConnections<Duplex>;

  constructor(routes: Pick<RouteConnection<NodeLink>, 'execute'>, limits: Limits, logger: Logger) {
    this.#routes = routes;
    this.#limits = limits;
    this.#logger = logger;
    this.#pending = new PendingConnections(limits.maxPendingConnections, (socket) => {
      this.#serving.delete(socket);
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
    this.#keep(socket);
    this.#serving.add(socket);
    this.#pending.add(socket);
    socket.once('close', () => {
      this.#serving.delete(socket);
      this.#pending.remove(socket);
    });
    socket.on('error', () => socket.destroy());
    socket.write(switchingProtocols(key));
    void this.#serve(socket as Socket, head, client.address, request.headers.authorization);
    return undefined;
  }

  /** Closes every connection: clients resume their sessions through another gateway. */
  close(): void {
    for (const socket of this.#open) {
      socket.destroy();
    }
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
    if ('code' in first) {
      this.#refuse(client, address, first.code, first.reason);
      return;
    }
    const sessionId = sessionReference(first.message);
    const routed = await this.#routes.execute({ sessionId, address, authorization });
    if (isGone(client)) {
      destroyLink(routed);
      return;
    }
    if (routed.outcome !== 'opened') {
      const [code, reason] = closeFor(routed);
      this.#refuse(client, address, code, reason);
      return;
    }
    this.#pending.remove(client);
    const { socket: node, head: sent } = routed.link;
    this.#logger.debug('connection routed', {
      address,
      node: routed.node,
      resumes: sessionId !== undefined,
    });
    this.#keep(node);
    node.write(first.received);
    if (sent.length > 0) {
      client.write(sent);
    }
    join(client, node, this.#limits.lingerMs);
  }

  #keep(socket: Duplex): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  #refuse(client: Duplex, address: string, code: number, reason: string | undefined): void {
    if (reason !== undefined) {
      this.#logger.warn('connection not routed', { address, code, reason });
    }
    closeClient(client, code, reason);
  }
}

/** Whether the client has ended, or is evicted: it has got its Close frame. */
const isGone = ({ destroyed, writableEnded }: Duplex): boolean => destroyed || writableEnded;

const destroyLink = (routed: Routed<NodeLink>): void => {
  if (routed.outcome === 'opened') {
    routed.link.socket.destroy();
  }
};

const closeFor = (
  routed: Exclude<Routed<NodeLink>, { outcome: 'opened' }>,
): readonly [code: number, reason: string] =>
  routed.outcome === 'refused'
    ? [POLICY_VIOLATION, `the node refuses this client (HTTP status ${routed.status})`]
    : [TRY_AGAIN_LATER, FAULTS[routed.reason]];

const FAULTS: Readonly<Record<RoutingFault, string>> = {
  no_node: 'no node takes new sessions at the moment',
  owner_unknown: 'the node of this session is unknown while the node directory cannot be reached',
  owner_unreachable: 'the node of this session cannot be reached',
  owner_silent: 'the node of this session does not answer',
  owner_busy: 'the node of this session takes no connection at the moment',
  owner_moving: 'the node of this session changes its address',
};

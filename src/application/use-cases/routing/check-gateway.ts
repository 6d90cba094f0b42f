import type { Drain } from '../../../domain/admission/drain.js';
import type { Readiness } from '../../../domain/admission/readiness.js';
import type { NodeState } from '../../../domain/routing/node-table.js';
import type { ConnectionLimits } from '../../limits/connection-limits.js';
import type { Clock } from '../../ports/clock.js';
import type { KnownNodes } from '../../routing/known-nodes.js';

/** The connections of a gateway at one moment. */
export interface GatewayConnections {
  /** Clients that are not routed to a node yet. */
  readonly waiting: number;
  /** Clients that are routed to a node. */
  readonly routed: number;
  /** Of all clients since the start, with the headers of their upgrades. */
  readonly bytesFromClients: number;
  readonly bytesToClients: number;
}

/** What a gateway has at one moment. */
export interface GatewayLoad extends GatewayConnections {
  readonly nodes: Readonly<Record<NodeState, number>>;
  readonly isDraining: boolean;
}

/** Tells load balancers whether to send clients to this gateway, and operators what it has. */
export class CheckGateway {
  readonly #nodes: KnownNodes;
  readonly #drain: Drain;
  readonly #limits: Pick<ConnectionLimits, 'maxConnections'>;
  readonly #clock: Clock;

  constructor(
    nodes: KnownNodes,
    drain: Drain,
    limits: Pick<ConnectionLimits, 'maxConnections'>,
    clock: Clock,
  ) {
    this.#nodes = nodes;
    this.#drain = drain;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Nodes that drain or are full are no reason: their sessions are resumed by this gateway. */
  readiness({ waiting, routed }: GatewayConnections): Readiness {
    const connections = waiting + routed;
    if (this.#drain.isActive) {
      const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
      return { state: 'draining', connections, remainingMs };
    }
    if (this.#nodes.table.size === 0) {
      return { state: 'without_nodes', isDirectoryReachable: this.#nodes.isReachable };
    }
    const { maxConnections } = this.#limits;
    return connections < maxConnections
      ? { state: 'ready' }
      : { state: 'full', limit: 'maxConnections', value: maxConnections };
  }

  load(connections: GatewayConnections): GatewayLoad {
    const nodes = this.#nodes.table.count(this.#clock.nowMs());
    return { ...connections, nodes, isDraining: this.#drain.isActive };
  }
}

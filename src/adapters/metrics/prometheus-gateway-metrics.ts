import type { Rejection } from '../../application/ports/metrics.js';
import type {
  GatewayMetrics,
  UnroutedReason,
} from '../../application/ports/routing/gateway-metrics.js';
import type { Dialled } from '../../application/ports/routing/node-dialer.js';
import type { GatewayLoad } from '../../application/use-cases/routing/check-gateway.js';
import { PrometheusRegistry } from './prometheus-registry.js';

/** Keeps the metrics of a gateway for Prometheus. */
export class PrometheusGatewayMetrics implements GatewayMetrics {
  readonly #registry = new PrometheusRegistry();
  readonly #open = this.#registry.gauge(
    'gateway_connections_active',
    'Connections of clients.',
    'state',
  );
  readonly #accepted = this.#registry.counter(
    'gateway_connections_total',
    'Accepted connections of clients.',
  );
  readonly #bytes = this.#registry.counter(
    'gateway_bytes_total',
    'Bytes of the connections of clients.',
    'direction',
  );
  readonly #upgrades = this.#registry.counter(
    'gateway_upgrades_total',
    'Attempts to open a WebSocket to a node.',
    'result',
  );
  readonly #unrouted = this.#registry.counter(
    'gateway_not_routed_total',
    'Connections of clients that were routed to no node.',
    'reason',
  );
  readonly #nodes = this.#registry.gauge('gateway_nodes', 'Nodes that are known.', 'state');
  readonly #reads = this.#registry.counter(
    'gateway_directory_reads_total',
    'Reads of the node directory.',
    'result',
  );

  constructor(version: string) {
    this.#registry.addDefaults(version);
  }

  /** The content type of `render`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything that was recorded, and the load at this moment, in the text format of Prometheus. */
  async render(load: GatewayLoad): Promise<string> {
    this.#open.set({ state: 'waiting' }, load.waiting);
    this.#open.set({ state: 'routed' }, load.routed);
    this.#bytes.reset();
    this.#bytes.inc({ direction: 'from_clients' }, load.bytesFromClients);
    this.#bytes.inc({ direction: 'to_clients' }, load.bytesToClients);
    for (const [state, count] of Object.entries(load.nodes)) {
      this.#nodes.set({ state }, count);
    }
    return await this.#registry.render(load.isDraining);
  }

  connectionAccepted(): void {
    this.#accepted.inc();
  }

  nodeDialled(result: Dialled<unknown>['outcome']): void {
    this.#upgrades.inc({ result });
  }

  notRouted(reason: UnroutedReason): void {
    this.#unrouted.inc({ reason });
  }

  directoryRead(result: 'success' | 'error'): void {
    this.#reads.inc({ result });
  }

  rejected(reason: Rejection): void {
    this.#registry.countRejection(reason);
  }
}

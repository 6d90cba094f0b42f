import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Rejection } from '../../application/ports/metrics.js';

/** The metrics of one server, with what every server has: those of Node.js, its version, whether it drains, whom it turns away. */
export class PrometheusRegistry {
  readonly #registry = new Registry();
  readonly #rejections = this.counter(
    'rejected_total',
    'Clients, sessions and requests that were turned away.',
    'reason',
  );
  readonly #draining = this.gauge('draining', '1 while the server drains.');

  /** The content type of `render`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Adds the metrics of Node.js and of this version of the server. */
  addDefaults(version: string): void {
    this.gauge('build_info', 'The version of the server.', 'version').set({ version }, 1);
    collectDefaultMetrics({ register: this.#registry });
  }

  countRejection(reason: Rejection): void {
    this.#rejections.inc({ reason });
  }

  /** Everything, in the text format of Prometheus. */
  async render(isDraining: boolean): Promise<string> {
    this.#draining.set(Number(isDraining));
    return await this.#registry.metrics();
  }

  gauge<L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> {
    return new Gauge({ ...this.#describe(name, help), labelNames });
  }

  counter<L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> {
    return new Counter({ ...this.#describe(name, help), labelNames });
  }

  histogram<L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: L[],
  ): Histogram<L> {
    return new Histogram({ ...this.#describe(name, help), buckets, labelNames });
  }

  #describe(name: string, help: string): { name: string; help: string; registers: [Registry] } {
    return { name: `exec_server_${name}`, help, registers: [this.#registry] };
  }
}

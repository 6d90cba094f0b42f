import type { MetricsPage } from '../../adapters/http-server/http-request-handler.js';
import { NoGatewayMetrics } from '../../adapters/metrics/no-metrics.js';
import type { GatewayMetrics } from '../../application/ports/routing/gateway-metrics.js';
import type { GatewayLoad } from '../../application/use-cases/routing/check-gateway.js';
import { packageVersion } from '../package-root.js';
import type { GatewayOptions } from './gateway-options.js';

/** The metrics of a gateway. */
export interface KeptMetrics {
  readonly metrics: GatewayMetrics;
  /** What `/metrics` answers; undefined: nothing is kept. */
  readonly present: ((load: GatewayLoad) => Promise<MetricsPage>) | undefined;
}

/** prom-client is loaded where the metrics are asked for. */
export const openMetrics = async ({
  metrics = false,
  metricsListen,
}: GatewayOptions): Promise<KeptMetrics> => {
  if (!metrics && metricsListen === undefined) {
    return { metrics: new NoGatewayMetrics(), present: undefined };
  }
  const { PrometheusGatewayMetrics } = await import(
    '../../adapters/metrics/prometheus-gateway-metrics.js'
  );
  const kept = new PrometheusGatewayMetrics(packageVersion());
  return {
    metrics: kept,
    present: async (load) => ({ contentType: kept.contentType, text: await kept.render(load) }),
  };
};

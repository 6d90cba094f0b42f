import { expect, test } from '@jest/globals';
import { NoGatewayMetrics } from '../../../src/adapters/metrics/no-metrics.js';
import { PrometheusGatewayMetrics } from '../../../src/adapters/metrics/prometheus-gateway-metrics.js';
import { gatewayMetricsContract } from '../../contracts/routing/gateway-metrics-contract.js';
import { RecordingGatewayMetrics } from '../../fakes/routing/recording-gateway-metrics.js';
import { parsePrometheusText, sumsOf } from '../../support/prometheus-text.js';

const LOAD = {
  waiting: 1,
  routed: 2,
  bytesFromClients: 300,
  bytesToClients: 4000,
  nodes: { open: 5, full: 4, draining: 3, avoided: 2, unlisted: 1, unusable: 0 },
  isDraining: true,
};

gatewayMetricsContract('none', () => ({ metrics: new NoGatewayMetrics() }));

gatewayMetricsContract('recording', () => {
  const metrics = new RecordingGatewayMetrics();
  const count = (...call: readonly string[]): number =>
    metrics.calls.filter((made) => call.every((each, at) => made[at] === each)).length;
  return {
    metrics,
    counted: async () => ({
      accepted: count('connectionAccepted'),
      dialled: count('nodeDialled'),
      silent: count('nodeDialled', 'silent'),
      notRouted: count('notRouted', 'owner_silent'),
      failedReads: count('directoryRead', 'error'),
      rejected: count('rejected', 'rate_limited'),
    }),
  };
});

gatewayMetricsContract('Prometheus', () => {
  const metrics = new PrometheusGatewayMetrics('1.2.3');
  return {
    metrics,
    counted: async () => {
      const of = sumsOf(parsePrometheusText(await metrics.render(LOAD)));
      return {
        accepted: of('gateway_connections_total'),
        dialled: of('gateway_upgrades_total'),
        silent: of('gateway_upgrades_total', 'result="silent"'),
        notRouted: of('gateway_not_routed_total', 'reason="owner_silent"'),
        failedReads: of('gateway_directory_reads_total', 'result="error"'),
        rejected: of('rejected_total', 'reason="rate_limited"'),
      };
    },
  };
});

test('PrometheusGatewayMetrics show the load at the moment, bytes of earlier pages not added', async () => {
  const metrics = new PrometheusGatewayMetrics('1.2.3');
  await metrics.render({ ...LOAD, bytesFromClients: 100, bytesToClients: 200 });
  expect(parsePrometheusText(await metrics.render(LOAD))).toMatchObject({
    'exec_server_gateway_connections_active{state="waiting"}': 1,
    'exec_server_gateway_connections_active{state="routed"}': 2,
    'exec_server_gateway_bytes_total{direction="from_clients"}': 300,
    'exec_server_gateway_bytes_total{direction="to_clients"}': 4000,
    'exec_server_gateway_nodes{state="open"}': 5,
    'exec_server_gateway_nodes{state="unusable"}': 0,
    'exec_server_build_info{version="1.2.3"}': 1,
    exec_server_draining: 1,
    process_resident_memory_bytes: expect.any(Number),
  });
});

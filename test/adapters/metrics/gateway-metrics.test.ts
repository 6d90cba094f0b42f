import { expect, test } from '@jest/globals';
import { NoGatewayMetrics } from '../../../src/adapters/metrics/no-metrics.js';
import { PrometheusGatewayMetrics } from '../../../src/adapters/metrics/prometheus-gateway-metrics.js';
import type { GatewayMetrics } from '../../../src/application/ports/routing/gateway-metrics.js';
import { RecordingGatewayMetrics } from '../../fakes/routing/recording-gateway-metrics.js';
import { parsePrometheusText } from '../../support/prometheus-text.js';

const LOAD = {
  waiting: 1,
  joined: 2,
  bytesFromClients: 300,
  bytesToClients: 4000,
  nodes: { open: 5, full: 4, draining: 3, avoided: 2, unlisted: 1, unusable: 0 },
  isDraining: true,
};

const recordAll = (metrics: GatewayMetrics): void => {
  metrics.connectionAccepted();
  metrics.nodeDialled('silent');
  metrics.nodeDialled('silent');
  metrics.notRouted('owner_silent');
  metrics.directoryRead('error');
  metrics.rejected('rate_limited');
};

test.each([new NoGatewayMetrics(), new RecordingGatewayMetrics()])(
  '%p takes every event',
  (metrics) => {
    expect(() => recordAll(metrics)).not.toThrow();
  },
);

test('PrometheusGatewayMetrics count every event, and show the load at the moment', async () => {
  const metrics = new PrometheusGatewayMetrics('1.2.3');
  recordAll(metrics);
  await metrics.render({ ...LOAD, bytesFromClients: 100, bytesToClients: 200 });
  expect(parsePrometheusText(await metrics.render(LOAD))).toMatchObject({
    exec_server_gateway_connections_total: 1,
    'exec_server_gateway_connections_active{state="waiting"}': 1,
    'exec_server_gateway_connections_active{state="joined"}': 2,
    'exec_server_gateway_bytes_total{direction="from_clients"}': 300,
    'exec_server_gateway_bytes_total{direction="to_clients"}': 4000,
    'exec_server_gateway_upgrades_total{result="silent"}': 2,
    'exec_server_gateway_not_routed_total{reason="owner_silent"}': 1,
    'exec_server_gateway_nodes{state="open"}': 5,
    'exec_server_gateway_nodes{state="unusable"}': 0,
    'exec_server_gateway_directory_reads_total{result="error"}': 1,
    'exec_server_rejected_total{reason="rate_limited"}': 1,
    'exec_server_build_info{version="1.2.3"}': 1,
    exec_server_draining: 1,
    process_resident_memory_bytes: expect.any(Number),
  });
});

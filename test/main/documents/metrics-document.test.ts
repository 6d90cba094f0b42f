import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PrometheusGatewayMetrics } from '../../../src/adapters/metrics/prometheus-gateway-metrics.js';
import { PrometheusMetrics } from '../../../src/adapters/metrics/prometheus-metrics.js';

const read = (...path: string[]): string => readFileSync(join(process.cwd(), ...path), 'utf8');

const kept = async (): Promise<readonly string[]> => {
  const connections = { waiting: 0, routed: 0, bytesFromClients: 0, bytesToClients: 0 };
  const nodes = { open: 0, full: 0, draining: 0, avoided: 0, unlisted: 0, unusable: 0 };
  const load = { ...connections, nodes, isDraining: false };
  const ofGateway = await new PrometheusGatewayMetrics('1').render(load);
  const ofDaemon = await new PrometheusMetrics('1').render({
    attachedSessions: 0,
    detachedSessions: 0,
    unacknowledgedBytes: 0,
    pausedProcesses: 0,
    isDraining: false,
  });
  const types = (ofDaemon + ofGateway).matchAll(/^# TYPE (\S+)/gm);
  return [...new Set([...types].map(([, name = '']) => name))];
};

test('docs/metrics.md has a row for each metric of the server, and no other', async () => {
  const rows = read('docs/metrics.md').matchAll(/^\| `(exec_server_\w+)`/gm);
  const own = (await kept()).filter((name) => name.startsWith('exec_server_'));
  expect([...rows].map(([, name]) => name).sort()).toEqual([...own].sort());
});

test('the dashboard and the alerts ask for metrics that there are', async () => {
  const names = await kept();
  const text = read('deploy/grafana/exec-server.json') + read('docs/metrics.md');
  const asked = [...text.matchAll(/\b(?:exec_server|nodejs|process)_[a-z0-9_]+\b/g)].map(([name]) =>
    name.replace(/_bucket$/, ''),
  );
  expect(asked.length).toBeGreaterThan(40);
  expect(asked.filter((name) => !names.includes(name))).toEqual([]);
});

import { expect, test } from '@jest/globals';
import { NoMetrics } from '../../../src/adapters/metrics/no-metrics.js';
import { PrometheusMetrics } from '../../../src/adapters/metrics/prometheus-metrics.js';
import type { Load } from '../../../src/application/use-cases/metrics/measure-load.js';
import { metricsContract } from '../../contracts/telemetry/metrics-contract.js';
import { RecordingMetrics } from '../../fakes/recording-metrics.js';
import { parsePrometheusText, sumOf, sumsOf } from '../../support/prometheus-text.js';

const LOAD: Load = {
  attachedSessions: 3,
  detachedSessions: 2,
  unacknowledgedBytes: 1234,
  pausedProcesses: 1,
  isDraining: true,
};

metricsContract('none', () => ({ metrics: new NoMetrics() }));

metricsContract('recording', () => {
  const metrics = new RecordingMetrics();
  const count = (method: string, ...labels: readonly unknown[]): number =>
    metrics.calls.filter(
      ([name, ...args]) => name === method && labels.every((each) => args.includes(each)),
    ).length;
  return {
    metrics,
    counted: async () => ({
      openWebSockets:
        count('connectionOpened', 'websocket') - count('connectionClosed', 'websocket'),
      openEmbedded: count('connectionOpened', 'embedded') - count('connectionClosed', 'embedded'),
      failedStarts: count('requestFinished', 'process/start', 'error'),
      runningProcesses: count('processStarted') - count('processFinished'),
      failedProcesses: count('processFinished', 'nonzero_exit'),
      unknownResumes: count('sessionResumed', 'unknown_session'),
      silentPeers: count('peerLost', 'silent'),
      droppedBytes: metrics.calls
        .filter(([name]) => name === 'outputDropped')
        .reduce((sum, [, bytes]) => sum + Number(bytes), 0),
      drainRefusals: count('rejected', 'draining'),
    }),
  };
});

metricsContract('Prometheus', () => {
  const metrics = new PrometheusMetrics('1.2.3');
  return {
    metrics,
    counted: async () => {
      const of = sumsOf(parsePrometheusText(await metrics.render(LOAD)));
      return {
        openWebSockets: of('connections_active', 'transport="websocket"'),
        openEmbedded: of('connections_active', 'transport="embedded"'),
        failedStarts: of('requests_total', 'method="process/start"', 'result="error"'),
        runningProcesses: of('processes_active'),
        failedProcesses: of('processes_finished_total', 'result="nonzero_exit"'),
        unknownResumes: of('session_resumes_total', 'result="unknown_session"'),
        silentPeers: of('peers_lost_total', 'reason="silent"'),
        droppedBytes: of('output_dropped_bytes_total'),
        drainRefusals: of('rejected_total', 'reason="draining"'),
      };
    },
  };
});

test('PrometheusMetrics show the load at the moment, durations in seconds, and Node.js itself', async () => {
  const metrics = new PrometheusMetrics('1.2.3');
  metrics.requestFinished('fs/readFile', 'success', 20);
  metrics.requestFinished('fs/readFile', 'success', 700);
  const samples = parsePrometheusText(await metrics.render(LOAD));
  expect(samples).toMatchObject({
    'exec_server_build_info{version="1.2.3"}': 1,
    exec_server_draining: 1,
    'exec_server_sessions{state="attached"}': 3,
    'exec_server_sessions{state="detached"}': 2,
    exec_server_output_unacknowledged_bytes: 1234,
    exec_server_output_paused_processes: 1,
    'exec_server_request_duration_seconds_sum{method="fs/readFile",result="success"}': 0.72,
    'exec_server_request_duration_seconds_bucket{le="0.05",method="fs/readFile",result="success"}': 1,
    nodejs_eventloop_lag_p99_seconds: expect.any(Number),
    process_resident_memory_bytes: expect.any(Number),
  });
});

test('two PrometheusMetrics of one process share nothing', async () => {
  const [one, two] = [new PrometheusMetrics('1'), new PrometheusMetrics('1')];
  one.rejected('forbidden');
  expect(sumOf(parsePrometheusText(await two.render(LOAD)), 'exec_server_rejected_total')).toBe(0);
});

import { expect, test } from '@jest/globals';
import { TestClient } from '../../../src/testing/test-client.js';
import { requestText } from '../../adapters/http-server/request-text.js';
import { ask } from '../../adapters/http-server/test-listener.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';
import { parsePrometheusText, type Samples, sumsOf } from '../../support/prometheus-text.js';
import { RawDaemon } from '../raw-daemon.js';

/** Concurrent clients, and processes of each. */
const CLIENTS = 4;
const PROCESSES = 5;
const STATUS_REQUESTS = 50;

/** Names that identify no client: the values of labels may be nothing else. */
const LABEL_VALUES =
  /^(attached|detached|websocket|embedded|accepted|success|error|nonzero_exit|terminated|unknown|unknown_session|forbidden|invalid_http|no_close_frame|initialize|(process|environment|fs)\/[A-Za-z]+|\d+\.\d+\.\d+)$/;

const scrape = async ({ url }: RawDaemon): Promise<Samples> => {
  const request = requestText('GET /metrics', ['Host: 127.0.0.1']);
  const [status, text] = await ask(Number(new URL(url).port), request);
  expect(status).toBe(200);
  return parsePrometheusText(text);
};

test('/metrics under load counts exactly what the load did', async () => {
  await using daemon = await RawDaemon.start({ args: ['--metrics'] });
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => daemon.testClient()));
  await Promise.all(
    clients.map(async (client) => {
      const ids = await Promise.all(
        Array.from({ length: PROCESSES }, (_, i) =>
          startProcess(client, { argv: ['sh', '-c', `echo secret-argument; exit ${i % 2}`] }),
        ),
      );
      await Promise.all(ids.map((id) => outcome(client, id)));
      await Promise.all(
        Array.from({ length: STATUS_REQUESTS }, () => client.request('environment/status', {})),
      );
      await expect(client.request('no/such', {})).rejects.toThrow();
      await expect(client.request('process/start', {})).rejects.toThrow();
    }),
  );
  const [first, second] = clients as [TestClient, TestClient];
  await first.disconnect('terminate');
  await first.connect();
  await first.initialize(first.sessionId);
  await second.disconnect('close');
  const stranger = await new TestClient(daemon.url).connect();
  await expect(stranger.initialize('nobody')).rejects.toThrow();
  await stranger.disconnect('close');
  await ask(Number(new URL(daemon.url).port), requestText('GET /x', ['Host: evil.example']));
  const samples = await scrape(daemon);
  const of = sumsOf(samples);
  const status = ['method="environment/status"', 'result="success"'];
  expect({
    active: of('connections_active'),
    accepted: of('connections_total', 'result="accepted"'),
    status: of('requests_total', ...status),
    timed: of('request_duration_seconds_count', ...status),
    fast: of('request_duration_seconds_bucket', ...status, 'le="+Inf"'),
    starts: of('requests_total', 'method="process/start"', 'result="success"'),
    badStarts: of('requests_total', 'method="process/start"', 'result="error"'),
    unknown: of('requests_total', 'method="unknown"', 'result="error"'),
    initialized: of('requests_total', 'method="initialize"', 'result="success"'),
    running: of('processes_active'),
    good: of('processes_finished_total', 'result="success"'),
    bad: of('processes_finished_total', 'result="nonzero_exit"'),
    durations: of('process_duration_seconds_count'),
    attached: of('sessions', 'state="attached"'),
    detached: of('sessions', 'state="detached"'),
    resumed: of('session_resumes_total', 'result="success"'),
    notResumed: of('session_resumes_total', 'result="unknown_session"'),
    lost: of('peers_lost_total'),
    dropped: of('output_dropped_bytes_total'),
    rejected: of('rejected_total', 'reason="forbidden"'),
  }).toEqual({
    active: CLIENTS - 1,
    accepted: CLIENTS + 2,
    status: CLIENTS * STATUS_REQUESTS,
    timed: CLIENTS * STATUS_REQUESTS,
    fast: CLIENTS * STATUS_REQUESTS,
    starts: CLIENTS * PROCESSES,
    badStarts: CLIENTS,
    unknown: CLIENTS,
    initialized: CLIENTS + 1,
    running: 0,
    good: CLIENTS * 3,
    bad: CLIENTS * 2,
    durations: CLIENTS * PROCESSES,
    attached: CLIENTS - 1,
    detached: 1,
    resumed: 1,
    notResumed: 1,
    lost: 1,
    dropped: 0,
    rejected: 1,
  });
  const labels = Object.keys(samples)
    .filter((name) => name.startsWith('exec_server_'))
    .flatMap((name) => [...name.matchAll(/(?!le=)\b\w+="([^"]*)"/g)].map(([, value]) => value));
  expect(labels.filter((value = '') => !LABEL_VALUES.test(value))).toEqual([]);
});

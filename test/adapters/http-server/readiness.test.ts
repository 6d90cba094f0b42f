import { expect, test } from '@jest/globals';
import type { Readiness } from '../../../src/domain/admission/readiness.js';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ACCEPTED, ask, testListener } from './test-listener.js';

const probe = requestText('GET /readyz', ['Host: 127.0.0.1']);
const draining = (sessions: number, remainingMs: number): Readiness => ({
  state: 'draining',
  sessions,
  remainingMs,
});

test.each<[Readiness, number, string]>([
  [{ state: 'ready' }, 200, ''],
  [draining(2, 41_001), 503, 'draining: 2 sessions left, for at most 42 s'],
  [{ state: 'full', limit: 'maxSessions', value: 5 }, 503, 'full: 5 sessions (--max-sessions)'],
  [
    { state: 'full', limit: 'maxConnections', value: 5 },
    503,
    'full: 5 connections (--max-connections)',
  ],
  [
    { state: 'draining', connections: 1, remainingMs: 1000 },
    503,
    'draining: 1 connection left, for at most 1 s',
  ],
  [{ state: 'without_nodes', isDirectoryReachable: true }, 503, 'no node is known'],
  [
    { state: 'without_nodes', isDirectoryReachable: false },
    503,
    'no node is known, and the node directory cannot be reached',
  ],
  [draining(1, Number.POSITIVE_INFINITY), 503, 'draining: 1 session left'],
])('/readyz tells a probe %j with %d %j, and logs nothing', async (state, status, body) => {
  await using server = await testListener({}, { readiness: () => state });
  expect(await ask(server.port, probe)).toEqual([status, body]);
  expect(server.logger.lines).toEqual([]);
});

test('a server that drains opens WebSockets, since a client may resume its session', async () => {
  await using server = await testListener({}, { readiness: () => draining(1, 5) });
  expect(await ask(server.port, requestText('GET /', UPGRADE_HEADERS))).toEqual([
    ACCEPTED.status,
    ACCEPTED.body,
  ]);
});

import { expect, test } from '@jest/globals';
import type { AccessControl } from '../../../src/adapters/http-server/http-request-handler.js';
import type { Limits } from '../../../src/application/limits/limits.js';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ask, testListener } from './test-listener.js';

/** The lines of the log after this request. */
const logOf = async (
  request: string,
  access: Partial<AccessControl> = {},
  limits: Partial<Limits> = {},
): Promise<unknown[]> => {
  await using server = await testListener(limits, access);
  await ask(server.port, request);
  return server.logger.lines.map(({ level, message, fields }) => [level, message, fields]);
};

const upgrade = (...headers: string[]): string =>
  requestText('GET /', [...UPGRADE_HEADERS, ...headers]);
const address = '127.0.0.1';
const refused = (reason: string): Partial<AccessControl> => ({
  admission: { execute: async () => ({ outcome: 'refused', reason }) },
});

test.each<[string, string, Partial<AccessControl>, object]>([
  [
    'a web page, with the host of its origin',
    upgrade('Origin: https://user:s3cr3t@evil.example'),
    {},
    { status: 403, reason: 'has an Origin header', origin: 'evil.example' },
  ],
  [
    'a request for another host',
    requestText('GET /', [...UPGRADE_HEADERS, 'Host: user:s3cr3t@evil.example:80']),
    {},
    { status: 403, reason: 'host not allowed (--allowed-host)', host: 'evil.example:80' },
  ],
  [
    'a wrong credential',
    upgrade('Authorization: Bearer s3cr3t'),
    refused('invalid websocket bearer token'),
    { status: 401, reason: 'invalid websocket bearer token' },
  ],
  [
    'a rate-limited address',
    upgrade('Authorization: Bearer s3cr3t'),
    { admission: { execute: async () => ({ outcome: 'rate-limited', retryAfterMs: 1 }) } },
    { status: 429, reason: expect.stringContaining('--max-auth-failures') },
  ],
  [
    'a client beyond the limit',
    upgrade(),
    { accept: () => ({ status: 503, body: 'too many' }) },
    { status: 503, reason: 'too many' },
  ],
])(
  'a refused client is logged as a warning without credentials: %s',
  async (_, request, access, fields) => {
    const lines = await logOf(request, access);
    expect(lines).toEqual([['warn', 'client refused', { address, ...fields }]]);
    expect(JSON.stringify(lines)).not.toContain('s3cr3t');
  },
);

test.each<[string, string, object]>([
  [
    'a path',
    requestText('GET /s3cr3t', ['Host: x']).replace('Host: x', 'Host: 127.0.0.1'),
    { status: 404, reason: 'Not Found' },
  ],
  [
    'a method',
    requestText('POST /', ['Host: 127.0.0.1']),
    { status: 405, reason: 'Request method must be `GET`' },
  ],
  [
    'no upgrade',
    requestText('GET /', ['Host: 127.0.0.1']),
    { status: 400, reason: expect.stringContaining('upgrade') },
  ],
  [
    'garbage',
    's3cr3t\r\n\r\n',
    { status: 400, reason: expect.stringMatching(/^not HTTP \(HPE_\w+\)$/) },
  ],
  [
    'too large a head',
    requestText('GET /', [`x: ${'y'.repeat(70_000)}`]),
    { status: 431, reason: expect.stringContaining('--max-header-bytes') },
  ],
])('a refused request is logged without its path and content: %s', async (_, request, fields) => {
  const lines = await logOf(request);
  expect(lines).toEqual([['info', 'request refused', { address, ...fields }]]);
  expect(JSON.stringify(lines)).not.toContain('s3cr3t');
});

test('client text in the log is cut and has no control characters', async () => {
  const lines = await logOf(upgrade(`Origin: \u0085\u009b31m${'x'.repeat(10_000)}`));
  const text = JSON.stringify(lines);
  expect(text.length).toBeLessThan(500);
  expect(text).not.toMatch(/[\p{Cc}]/u);
});

test.each(['GET /readyz', 'HEAD /readyz'])('a served request is not logged: %s', async (line) => {
  expect(await logOf(requestText(line, ['Host: 127.0.0.1']))).toEqual([]);
});

test.each([
  ['an upgrade', 'GET /'],
  ['a request', 'GET /metrics'],
])(
  'a client refused behind a trusted proxy is logged and audited by its own address: %s',
  async (_, line) => {
    await using server = await testListener(
      {},
      {
        ...refused('no such token'),
        trustedProxies: ['127.0.0.1'],
        metrics: async () => ({ contentType: 'text/plain', text: '' }),
      },
    );
    const headers = line === 'GET /' ? UPGRADE_HEADERS : ['Host: 127.0.0.1'];
    await ask(server.port, requestText(line, [...headers, 'X-Forwarded-For: 192.0.2.7']));
    const client = { address: '192.0.2.7' };
    expect(server.logger.lines).toMatchObject([{ message: 'client refused', fields: client }]);
    expect(server.auditLog.entries).toMatchObject([{ event: 'client_refused', who: client }]);
  },
);

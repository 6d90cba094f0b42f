import { type Conversation, refusal } from '../converse.js';

const request = (params: object): string =>
  JSON.stringify({
    id: 1,
    method: 'http/request',
    params: { method: 'GET', url: 'http://example.test/', requestId: 'r', ...params },
  });

const HEADERS = [
  { name: 'set-cookie', value: 'a' },
  { name: 'x', value: 'é' },
  { name: 'set-cookie', value: 'b' },
];

const result = (bodyBase64: string): string =>
  JSON.stringify({ id: 1, result: { status: 200, headers: HEADERS, bodyBase64 } });

const delta = (seq: number, text: string, done = false, error: string | null = null): string => {
  const deltaBase64 = Buffer.from(text).toString('base64');
  const params = { requestId: 'r', seq, deltaBase64, done, error };
  return JSON.stringify({ method: 'http/request/bodyDelta', params });
};

const STREAMED = { streamResponse: true };
const HELLO = Buffer.from('hello').toString('base64');
const BODY = 'failed to read http/request response body';
const header = (name: string, value: string, valueEnvVar?: string): object => ({
  headers: [{ name, value, ...(valueEnvVar !== undefined && { valueEnvVar }) }],
});

const moved = (to: string): string => `http://moved.test/?to=${encodeURIComponent(to)}`;

/** What is wrong in itself: -32602. */
const invalid: Record<string, [params: object, text: string]> = {
  'an invalid method': [{ method: 'GE T' }, 'http/request method is invalid: invalid HTTP method'],
  'a URL without scheme': [
    { url: '/x' },
    'http/request url is invalid: relative URL without a base',
  ],
  'a URL without host': [{ url: 'http://' }, 'http/request url is invalid: empty host'],
  'another scheme': [
    { url: 'ftp://a/' },
    'http/request only supports http and https URLs, got ftp',
  ],
  'an invalid header name': [
    header('a b', 's3cr3t'),
    'http/request header name is invalid: invalid HTTP header name',
  ],
  'an invalid header value': [
    header('X-Y', 's3cr3t\n'),
    'http/request header value is invalid for X-Y: failed to parse header value',
  ],
  'a variable that is not set': [
    header('X-Y', 'v', 'NOWHERE'),
    'http/request header X-Y requires executor environment variable NOWHERE',
  ],
  'a body that is not base64': [
    { bodyBase64: 's3cr3t!' },
    'field `bodyBase64` must be standard padded base64',
  ],
  'a header without value': [{ headers: [{ name: 'x' }] }, 'missing field `value`'],
  'headers that are a map': [
    { headers: {} },
    'invalid type: map, expected a sequence in field `headers`',
  ],
  'another redirect policy': [
    { redirectPolicy: 'x' },
    'unknown variant `x`, expected one of `follow`, `stop` in field `redirectPolicy`',
  ],
  'a negative timeout': [
    { timeoutMs: -1 },
    'invalid type: number, expected an unsigned 64-bit integer in field `timeoutMs`',
  ],
};

/** What cannot be done: -32603. */
const failed: Record<string, [params: object, text: string]> = {
  'an unreachable address': [
    { url: 'http://u:p@nobody.test/x?y#z' },
    'http/request failed: error sending request for url (http://nobody.test/x?y#z)',
  ],
  'a timeout of 0': [{ timeoutMs: 0 }, 'http/request failed: route-aware request timed out'],
  'an endless redirect': [{ url: moved('') }, 'http/request failed: too many redirects'],
  'a redirect to another scheme': [
    { url: moved('ftp://a/') },
    'http/request failed: redirect target uses unsupported URL scheme: ftp',
  ],
  'a body that is cut short': [
    { url: 'http://cut.test/' },
    `${BODY}: error decoding response body`,
  ],
};

/** Requests to elsewhere; the web is the one of `test/fakes/example-web.ts`. */
export const HTTP_CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'answers http/request with status, headers in order and body',
    frames: [request({ headers: [], bodyBase64: null, timeoutMs: null })],
    answers: [result(HELLO)],
  },
  {
    name: 'reads the params of http/request by position',
    frames: [
      JSON.stringify({
        id: 1,
        method: 'http/request',
        params: [
          'GET',
          'http://example.test/',
          [['x', 'y', null]],
          'aGk=',
          null,
          'stop',
          'r',
          false,
        ],
      }),
    ],
    answers: [result(HELLO)],
  },
  {
    name: 'answers a streamed http/request before its parts, which end with an empty one',
    frames: [request(STREAMED)],
    answers: [result(''), delta(1, 'hel'), delta(2, 'lo'), delta(3, '', true)],
  },
  {
    name: 'ends a streamed http/request with an error when it is cut short',
    frames: [request({ ...STREAMED, url: 'http://cut.test/' })],
    answers: [
      JSON.stringify({ id: 1, result: { status: 200, headers: [], bodyBase64: '' } }),
      delta(1, 'ha'),
      delta(2, '', true, 'error decoding response body'),
    ],
  },
  {
    name: 'refuses only the streamed http/request whose id is in use',
    frames: [
      request({ ...STREAMED, url: 'http://silent.test/' }),
      request({ ...STREAMED, method: '' }),
      request({}),
    ],
    answers: [
      refusal(-32_602, 'http/request streamResponse requestId `r` is already active'),
      result(HELLO),
    ],
  },
  {
    name: 'reports a missing field of http/request before other errors',
    fresh: true,
    frames: ['{"id":1,"method":"http/request","params":{"method":"GET","url":""}}', request({})],
    answers: [
      refusal(-32_602, 'missing field `requestId`'),
      refusal(-32_600, 'client must call initialize before using http methods'),
    ],
  },
  ...conversations('refuses', -32_602, invalid),
  ...conversations('fails', -32_603, failed),
];

function conversations(
  verb: string,
  code: number,
  cases: Record<string, [params: object, text: string]>,
): Conversation[] {
  return Object.entries(cases).map(([what, [params, text]]) => ({
    name: `${verb} http/request for ${what}`,
    frames: [request(params)],
    answers: [refusal(code, text)],
  }));
}

import { rawExchange } from '../raw-exchange.mjs';

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', KEY];
const without = (name) => UPGRADE.filter((line) => !line.startsWith(name));

/** Request line and headers beside `Host`; the whole answer is compared. */
const REQUESTS = {
  readyz: ['GET /readyz HTTP/1.1'],
  'readyz, head': ['HEAD /readyz HTTP/1.1'],
  'readyz with a query': ['GET /readyz?a=b HTTP/1.1'],
  'readyz with a slash': ['GET /readyz/ HTTP/1.1'],
  'readyz, post': ['POST /readyz HTTP/1.1', 'Content-Length: 0'],
  'readyz, delete': ['DELETE /readyz HTTP/1.1'],
  'readyz, options': ['OPTIONS /readyz HTTP/1.1'],
  'readyz with an upgrade': ['GET /readyz HTTP/1.1', ...UPGRADE],
  'another path': ['GET /other HTTP/1.1'],
  'another path with an upgrade': ['GET /other HTTP/1.1', ...UPGRADE],
  'an upgrade': ['GET / HTTP/1.1', ...UPGRADE],
  'an upgrade with a query': ['GET /?a=b HTTP/1.1', ...UPGRADE],
  'an upgrade with extensions': [
    'GET / HTTP/1.1',
    ...UPGRADE,
    'Sec-WebSocket-Extensions: permessage-deflate',
  ],
  'an upgrade with a protocol': ['GET / HTTP/1.1', ...UPGRADE, 'Sec-WebSocket-Protocol: a, b'],
  'several connection tokens': [
    'GET / HTTP/1.1',
    'Connection: keep-alive, UPGRADE',
    ...without('Connection'),
  ],
  'upgrade in capitals': ['GET / HTTP/1.1', ...without('Upgrade'), 'Upgrade: WebSocket'],
  'no upgrade': ['GET / HTTP/1.1'],
  post: ['POST / HTTP/1.1', 'Content-Length: 0', ...UPGRADE],
  head: ['HEAD / HTTP/1.1', ...UPGRADE],
  'no connection header': ['GET / HTTP/1.1', ...without('Connection')],
  'no upgrade header': ['GET / HTTP/1.1', ...without('Upgrade')],
  'another upgrade': ['GET / HTTP/1.1', ...without('Upgrade'), 'Upgrade: h2c'],
  'no version': ['GET / HTTP/1.1', ...without('Sec-WebSocket-Version')],
  'version 8': ['GET / HTTP/1.1', ...without('Sec-WebSocket-Version'), 'Sec-WebSocket-Version: 8'],
  'no key': ['GET / HTTP/1.1', ...without('Sec-WebSocket-Key')],
  'a short key': ['GET / HTTP/1.1', ...without('Sec-WebSocket-Key'), 'Sec-WebSocket-Key: x'],
  'HTTP 1.0': ['GET / HTTP/1.0', ...UPGRADE],
  'an origin': ['GET / HTTP/1.1', ...UPGRADE, 'Origin: http://localhost'],
  'origin null': ['GET / HTTP/1.1', ...UPGRADE, 'origin: null'],
  'an empty origin': ['GET / HTTP/1.1', ...UPGRADE, 'ORIGIN:'],
  'an origin on readyz': ['GET /readyz HTTP/1.1', 'Origin: http://localhost'],
  'an origin on readyz, post': ['POST /readyz HTTP/1.1', 'Origin: x', 'Content-Length: 0'],
  'an origin elsewhere': ['POST /other HTTP/1.1', 'Origin: x', 'Content-Length: 0'],
  'no request': ['garbage'],
  'http 2': ['PRI * HTTP/2.0'],
};

/** What answers before there is a WebSocket. */
export const HTTP_SURFACE = [
  {
    name: 'http-surface',
    run: async (talk) => {
      for (const [label, lines] of Object.entries(REQUESTS)) {
        const [line, ...headers] = lines;
        const text = [line, 'Host: 127.0.0.1', ...headers, '', ''].join('\r\n');
        talk.note(label, await rawExchange(talk.url, text));
      }
      const hostless = ['GET /readyz HTTP/1.1', '', ''].join('\r\n');
      talk.note('no host', await rawExchange(talk.url, hostless));
      const foreign = ['GET /readyz HTTP/1.1', 'Host: evil.example', '', ''].join('\r\n');
      talk.note('another host', await rawExchange(talk.url, foreign));
      const twice = [
        'GET /readyz HTTP/1.1',
        'Host: 127.0.0.1',
        '',
        'GET /other HTTP/1.1',
        'Host: 127.0.0.1',
        '',
        '',
      ];
      talk.note('two in one', await rawExchange(talk.url, twice.join('\r\n'), 2));
    },
  },
];

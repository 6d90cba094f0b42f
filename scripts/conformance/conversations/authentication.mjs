import { createHash, createHmac } from 'node:crypto';
import { rawExchange } from '../raw-exchange.mjs';

const LISTEN = ['--listen', 'ws://127.0.0.1:0'];
const TOKEN = 'correct-horse-battery-staple';
const SECRET = 'a secret of at least thirty-two bytes';
const UPGRADE = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with these claims; `change` is put over its header. */
function jwt(claims, change = {}, hash = 'sha256') {
  const head = `${encode({ alg: 'HS256', typ: 'JWT', ...change })}.${encode(claims)}`;
  return `${head}.${createHmac(hash, SECRET).update(head).digest('base64url')}`;
}

async function sendUpgrade(talk, url, label, ...headers) {
  const [answer] = await rawExchange(url, [...UPGRADE, ...headers, '', ''].join('\r\n'));
  talk.note(label, { status: answer.status, body: answer.body });
}

/** Who is let in, and what the others are told. */
export const AUTHENTICATION = [
  {
    name: 'capability-token',
    run: async (talk) => {
      await talk.putSecret('token', `  ${TOKEN}\n`);
      const hash = createHash('sha256').update(TOKEN).digest('hex').toUpperCase();
      const sources = {
        file: ['--ws-token-file', talk.path('token')],
        hash: ['--ws-token-sha256', hash],
      };
      for (const [source, args] of Object.entries(sources)) {
        const daemon = await talk.launch([...LISTEN, '--ws-auth', 'capability-token', ...args]);
        talk.onClose(daemon.end);
        const request = (label, ...headers) =>
          sendUpgrade(talk, daemon.url, `${source}: ${label}`, ...headers);
        await request('no header');
        await request('right', `Authorization: Bearer ${TOKEN}`);
        await request('lower case', `authorization: bearer ${TOKEN}`);
        await request('more blanks', `Authorization: Bearer   ${TOKEN}  `);
        await request('wrong', 'Authorization: Bearer wrong');
        await request('longer', `Authorization: Bearer ${TOKEN}x`);
        await request('two words', `Authorization: Bearer ${TOKEN} x`);
        await request('no token', 'Authorization: Bearer');
        await request('empty token', 'Authorization: Bearer ');
        await request('empty header', 'Authorization:');
        await request('no scheme', `Authorization: ${TOKEN}`);
        await request('basic', `Authorization: Basic ${TOKEN}`);
        await request('tab', `Authorization: Bearer\t${TOKEN}`);
        await request('not ASCII', 'Authorization: Bearer ü');
        await request(
          'first of two is right',
          `Authorization: Bearer ${TOKEN}`,
          'Authorization: Bearer x',
        );
        await request(
          'second of two is right',
          'Authorization: Bearer x',
          `Authorization: Bearer ${TOKEN}`,
        );
        await request('with an origin', 'Origin: x', `Authorization: Bearer ${TOKEN}`);
        const ready = 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
        talk.note(`${source}: readyz`, (await rawExchange(daemon.url, ready))[0].status);
        const plain = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
        talk.note(`${source}: no upgrade`, (await rawExchange(daemon.url, plain))[0].status);
        const other = 'GET /other HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
        talk.note(`${source}: another path`, (await rawExchange(daemon.url, other))[0].status);
      }
    },
  },
  {
    name: 'signed-bearer-token',
    run: async (talk) => {
      await talk.putSecret('secret', `${SECRET}\n`);
      const args = [
        '--ws-auth',
        'signed-bearer-token',
        '--ws-shared-secret-file',
        talk.path('secret'),
      ];
      const plain = await talk.launch([...LISTEN, ...args]);
      talk.onClose(plain.end);
      const strict = await talk.launch([
        ...LISTEN,
        ...args,
        '--ws-issuer',
        'me',
        '--ws-audience',
        'you',
        '--ws-max-clock-skew-seconds',
        '5',
      ]);
      talk.onClose(strict.end);
      const now = Math.floor(Date.now() / 1000);
      const exp = now + 600;
      const tokens = {
        right: jwt({ exp }),
        'no exp': jwt({}),
        'exp as text': jwt({ exp: `${exp}` }),
        'exp as a fraction': jwt({ exp: exp + 0.5 }),
        'expired long ago': jwt({ exp: now - 100 }),
        'expired within the skew': jwt({ exp: now - 20 }),
        'exp far ahead': jwt({ exp: 9e15 }),
        'not yet': jwt({ exp, nbf: now + 100 }),
        'not yet, within the skew': jwt({ exp, nbf: now + 20 }),
        'nbf as text': jwt({ exp, nbf: 'x' }),
        'iat ahead': jwt({ exp, iat: now + 1000 }),
        'right issuer and audience': jwt({ exp, iss: 'me', aud: 'you' }),
        'audience among others': jwt({ exp, iss: 'me', aud: ['they', 'you'] }),
        'no audience': jwt({ exp, iss: 'me' }),
        'wrong audience': jwt({ exp, iss: 'me', aud: 'they' }),
        'empty audiences': jwt({ exp, iss: 'me', aud: [] }),
        'audience of a wrong type': jwt({ exp, iss: 'me', aud: 1 }),
        'wrong issuer': jwt({ exp, iss: 'they', aud: 'you' }),
        'no issuer': jwt({ exp, aud: 'you' }),
        'issuer of a wrong type': jwt({ exp, iss: 1, aud: 'you' }),
        'claims that are no object': jwt([1]),
        HS384: jwt({ exp }, { alg: 'HS384' }, 'sha384'),
        HS512: jwt({ exp }, { alg: 'HS512' }, 'sha512'),
        'alg none': `${encode({ alg: 'none' })}.${encode({ exp })}.`,
        'no signature': jwt({ exp }).split('.').slice(0, 2).join('.'),
        'bad signature': `${jwt({ exp }).slice(0, -6)}AAAAAA`,
        padded: `${jwt({ exp })}=`,
        garbage: 'garbage',
        'odd header': jwt({ exp }, { typ: 'x', kid: 'k', crit: ['x'] }),
      };
      for (const [label, token] of Object.entries(tokens)) {
        await sendUpgrade(talk, plain.url, `plain: ${label}`, `Authorization: Bearer ${token}`);
        await sendUpgrade(talk, strict.url, `strict: ${label}`, `Authorization: Bearer ${token}`);
      }
      await sendUpgrade(talk, plain.url, 'no header');
      await sendUpgrade(talk, plain.url, 'basic', 'Authorization: Basic x');
    },
  },
];

/** One request: a choice of each dimension. */
export interface AccessCase {
  readonly origin: keyof typeof ORIGINS;
  readonly host: keyof typeof HOSTS;
  readonly credential: keyof typeof CREDENTIALS;
  readonly route: keyof typeof ROUTES;
  readonly method: keyof typeof METHODS;
}

/** The token that is accepted. */
export const TOKEN = 'the-right-token';

/** The name given by `--allowed-host`. */
export const ALLOWED_HOST = 'build.example';

/** Header lines of each choice. */
const ORIGINS = {
  none: [],
  evil: ['Origin: http://evil.example'],
  empty: ['oRIGIN:'],
  doubled: ['Origin: null', 'Origin: http://127.0.0.1'],
} as const;

const HOSTS = {
  address: ['Host: 127.0.0.1:80'],
  localhost: ['host: LOCALHOST'],
  allowed: [`Host: ${ALLOWED_HOST}`],
  none: [],
  evil: ['Host: evil.example'],
  doubled: ['Host: 127.0.0.1', 'Host: evil.example'],
} as const;

const CREDENTIALS = {
  right: [`Authorization: bearer  ${TOKEN}`],
  none: [],
  wrong: ['Authorization: Bearer the-wrong-token'],
  basic: ['Authorization: Basic dXNlcjp0b2tlbg=='],
  'wrong, then right': ['Authorization: Bearer wrong', `Authorization: Bearer ${TOKEN}`],
} as const;

/** Request targets. */
const ROUTES = {
  root: '/',
  'root, token in the query': `/?token=${TOKEN}`,
  readiness: '/readyz',
  nowhere: '/nowhere',
  'root of evil.example': 'http://evil.example/',
} as const;

const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket'];
const VERSION = 'Sec-WebSocket-Version: 13';
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

/** Method, version and upgrade headers. */
const METHODS = {
  upgrade: ['GET', '1.1', [...UPGRADE, VERSION, KEY]],
  GET: ['GET', '1.1', []],
  POST: ['POST', '1.1', ['Content-Length: 0']],
  'POST upgrade': ['POST', '1.1', [...UPGRADE, VERSION, KEY]],
  'upgrade without key': ['GET', '1.1', [...UPGRADE, VERSION]],
  'upgrade over HTTP/1.0': ['GET', '1.0', [...UPGRADE, VERSION, KEY]],
} as const;

/** Every combination. */
export const allCases = (): AccessCase[] =>
  keys(ORIGINS).flatMap((origin) =>
    keys(HOSTS).flatMap((host) =>
      keys(CREDENTIALS).flatMap((credential) =>
        keys(ROUTES).flatMap((route) =>
          keys(METHODS).map((method) => ({ origin, host, credential, route, method })),
        ),
      ),
    ),
  );

/** The request of a case, byte by byte. */
export const requestOf = (c: AccessCase): string => {
  const [method, version, headers] = METHODS[c.method];
  const lines = [
    `${method} ${ROUTES[c.route]} HTTP/${version}`,
    ...HOSTS[c.host],
    ...headers,
    ...CREDENTIALS[c.credential],
    ...ORIGINS[c.origin],
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
};

const keys = <T extends object>(choices: T): (keyof T)[] => Object.keys(choices) as (keyof T)[];

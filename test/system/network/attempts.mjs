// Runs in a sandbox: tries what its argument says, by proxy and around it, and prints what became of each.
import dgram from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { readdirSync, readlinkSync } from 'node:fs';
import net from 'node:net';

const { origin, address, udp, path, abstract, others } = JSON.parse(process.argv[2]);
const httpPort = Number(new URL(process.env.HTTP_PROXY).port);
const socksPort = Number(new URL(process.env.ALL_PROXY).port);
const WAIT_MS = 20_000;

/** What comes back for these bytes until the connection is closed; rejects when there is no connection. */
const exchange = (where, bytes) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(where, () => socket.write(bytes));
    let text = '';
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    socket.on('data', (more) => {
      text += more.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });

const reached = async (where) =>
  (await exchange(where, 'GET / HTTP/1.0\r\n\r\n')) === '' ? 'closed' : 'reached';
const loopback = (port, host = '127.0.0.1') => ({ host, port });
const statusOf = (text) => (text.includes('from origin') ? 'reached' : (text.split(' ')[1] ?? ''));
const proxied = async (bytes) => statusOf(await exchange(loopback(httpPort), bytes));
const get = (url, host) =>
  proxied(`GET ${url} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
const tunnel = (target) =>
  proxied(
    `CONNECT ${target} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
const socks = async (...target) => {
  const bytes = [Buffer.from([5, 1, 0, 5, 1, 0, ...target, origin >> 8, origin & 255])];
  bytes.push(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
  const text = await exchange(loopback(socksPort), Buffer.concat(bytes));
  return text.includes('from origin') ? 'reached' : `reply ${text.charCodeAt(3)}`;
};
const socksName = (name) => socks(3, name.length, ...Buffer.from(name));
const datagram = (port, host) =>
  new Promise((resolve, reject) => {
    const socket = dgram.createSocket('udp4');
    socket.on('error', reject);
    socket.send('x', port, host, (error) => {
      socket.close();
      error ? reject(error) : resolve('sent');
    });
  });

const redirected = async () => {
  const host = `localhost:${origin}`;
  const text = await exchange(
    loopback(httpPort),
    `GET http://${host}/redirect HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
  );
  const [, location = ''] = /^location: (.*)\r$/im.exec(text) ?? [];
  return `${statusOf(text)} ${await get(location, new URL(location).host)}`;
};
const pipelined = async () => {
  const host = `localhost:${origin}`;
  const text = await exchange(
    loopback(httpPort),
    `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\nGET http://bad.test/ HTTP/1.1\r\nHost: bad.test\r\nConnection: close\r\n\r\n`,
  );
  return [...text.matchAll(/^HTTP\/1\.1 (\d+)|(?<=})HTTP\/1\.1 (\d+)|HTTP\/1\.1 (\d+)/gm)]
    .map(([, a, b, c]) => a ?? b ?? c)
    .join(' ');
};

const here = `localhost:${origin}`;
const ATTEMPTS = {
  'an allowed host by HTTP': () => get(`http://${here}/`, here),
  'an allowed host by CONNECT': () => tunnel(here),
  'an allowed host by SOCKS': () => socksName('localhost'),
  'an allowed host in upper case with a dot': () => tunnel(`LOCALHOST.:${origin}`),
  'a direct connection': () => reached(loopback(origin)),
  'a direct connection to another address of the host': () => reached(loopback(origin, address)),
  'a direct connection by IPv6': () => reached(loopback(origin, '::1')),
  'a direct connection to a public address': () => reached(loopback(443, '9.9.9.9')),
  'another resolver': async () => {
    const resolver = new Resolver({ timeout: 1000, tries: 1 });
    resolver.setServers(['9.9.9.9']);
    return (await resolver.resolve4('example.com')).length === 0 ? 'none' : 'reached';
  },
  'UDP to loopback': () => datagram(udp, '127.0.0.1'),
  'UDP to a public address': () => datagram(53, '9.9.9.9'),
  'a Unix socket': () => reached({ path }),
  'an abstract Unix socket': () => reached({ path: abstract }),
  'inherited sockets': () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return fd < 3 && readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
      } catch {
        return false;
      }
    }).length,
  'the proxy of another process': () => reached(loopback(others.proxy)),
  'the daemon itself': () => reached(loopback(others.daemon)),
  'a denied host': () => get('http://bad.test/', 'bad.test'),
  'a host without a rule': () => get('http://other.test/', 'other.test'),
  'a denied host in upper case': () => tunnel('BAD.test:443'),
  'a denied host with a dot': () => tunnel('bad.test.:443'),
  'a host behind user and password': () => tunnel(`localhost@bad.test:443`),
  'an URL with an allowed user': () => get(`http://localhost@bad.test/`, 'bad.test'),
  'an address mapped to IPv6': () => tunnel(`[::ffff:127.0.0.1]:${origin}`),
  'an address of IPv6': () => tunnel(`[::1]:${origin}`),
  'a decimal address': () => tunnel(`2130706432:${origin}`),
  'an octal address': () => tunnel(`0177.0.0.1:${origin}`),
  'a hexadecimal address': () => tunnel(`0x7f000001:${origin}`),
  'a short address': () => tunnel(`127.1:${origin}`),
  'an allowed name that leads to loopback': () => tunnel(`2130706433:${origin}`),
  'an address by CONNECT': () => tunnel(`127.0.0.1:${origin}`),
  'a private address': () => get('http://10.0.0.1/', '10.0.0.1'),
  'the address of metadata': () => get('http://169.254.169.254/', '169.254.169.254'),
  'a Host that is not the target': () => get(`http://${here}/`, 'bad.test'),
  'a target that is not the Host': () => get('http://bad.test/', here),
  'two Hosts': () =>
    proxied(
      `GET http://${here}/ HTTP/1.1\r\nHost: ${here}\r\nHost: bad.test\r\nConnection: close\r\n\r\n`,
    ),
  'a denied Host without a target': () => get('/', 'bad.test'),
  'a redirect to a denied host': redirected,
  'a second request of a connection': pipelined,
  'a Unix socket by the proxy': () =>
    proxied(
      `GET http://${here}/ HTTP/1.1\r\nHost: ${here}\r\nx-unix-socket: ${path}\r\nConnection: close\r\n\r\n`,
    ),
  'an address by SOCKS': () => socks(1, 127, 0, 0, 1),
  'an address as a name by SOCKS': () => socksName('127.0.0.1'),
  'a denied host by SOCKS': () => socksName('bad.test'),
  'a mapped address by SOCKS': () => socks(4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1),
};

const attempt = async (run) => {
  try {
    return String(await run());
  } catch (error) {
    return error.code;
  }
};
const found = {};
await Promise.all(
  Object.entries(ATTEMPTS).map(async ([name, run]) => {
    found[name] = await attempt(run);
  }),
);
console.log(JSON.stringify(found));

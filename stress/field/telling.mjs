// What the log and the errors tell: who was refused, who came and went, why a request failed, why a connection ended.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { startOurs } from '../../bench/lib/daemons.mjs';
import { startProcess } from '../../build/test/support/processes/raw-process.js';
import { TestClient } from '../../dist/testing/index.js';

/** Of one kind in a minute, by default. */
const MAX_LINES = 600;
const SESSIONS = 1000;
const AT_ONCE = 50;
const SECRET = 'planted-secret';

const HEAD = 'HTTP/1.1 200 OK\r\n';
const withHead = (kib) => `${HEAD}x: ${'y'.repeat(kib * 1024)}\r\ncontent-length: 0\r\n\r\n`;

/** What the far end sends, and what the client must be told: a status, or the end of the error. */
const RESPONSES = [
  [withHead(65), '200'],
  [withHead(400), '200'],
  [withHead(420), 'the response headers exceed 417792 bytes'],
  ['', 'the connection was closed before the end of the response'],
  [`${SECRET}\r\n\r\n`, 'the response is not valid HTTP/1.1'],
  [`${HEAD}transfer-encoding: chunked\r\n\r\n${SECRET}\r\n`, 'the response is not valid HTTP/1.1'],
];

/** Sends these bytes on a connection of its own; resolves with the status of what comes back. */
const sendUpgrade = async (url, text) => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.end(text);
  const [bytes] = await once(socket, 'data');
  socket.destroy();
  return bytes.toString('latin1').split(' ')[1];
};

const upgrade = (...headers) =>
  ['GET / HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket', ...headers, '', ''].join('\r\n');

const linesOf = (log) =>
  log
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Throws when the log has more lines of a kind than it may have by now, or a secret. */
const checkLog = (log, sinceMs) => {
  if (log.includes(SECRET)) {
    throw new Error('a secret is in the log');
  }
  const most = MAX_LINES * (1 + Math.ceil((performance.now() - sinceMs) / 60_000));
  const counts = new Map();
  for (const { msg } of linesOf(log)) {
    counts.set(msg, (counts.get(msg) ?? 0) + 1);
  }
  for (const [msg, count] of counts) {
    if (count > most) {
      throw new Error(`${count} lines of ${msg}`);
    }
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
};

/** Sessions end soon, since there may be ten thousand of them. */
const startVerbose = async () => ({
  ...(await startOurs(['--log-level', 'info', '--session-ttl', '1s'])),
  sinceMs: performance.now(),
});

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: 'log',
    name: `${SESSIONS} sessions are opened and closed, and the log tells of it`,
    start: startVerbose,
    provoke: async ({ url, log, sinceMs }) => {
      for (let done = 0; done < SESSIONS; done += AT_ONCE) {
        const come = async () => {
          const client = await new TestClient(url).connect();
          await client.initialize();
          await client.disconnect('close');
        };
        await Promise.all(Array.from({ length: AT_ONCE }, come));
      }
      return `${checkLog(log(), sinceMs)} lines`;
    },
  },
  {
    id: 'door',
    name: 'unauthenticated clients: a web page, another host, no HTTP, no upgrade; a thousand times',
    start: startVerbose,
    provoke: async ({ url, log, sinceMs }) => {
      const clients = [
        [upgrade('Host: 127.0.0.1', `Origin: https://x:${SECRET}@evil.example`), '403'],
        [upgrade(`Host: x:${SECRET}@evil.example`), '403'],
        [`${SECRET}\r\n\r\n`, '400'],
        [`GET /${SECRET} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, '404'],
      ];
      for (let count = 0; count < 250; count += 1) {
        for (const [text, status] of clients) {
          const answered = await sendUpgrade(url, text);
          if (answered !== status) {
            throw new Error(`answered ${answered}, not ${status}`);
          }
        }
      }
      return `${checkLog(log(), sinceMs)} lines`;
    },
  },
  {
    id: 'head',
    name: 'http/request: heads of 65, 400 and 420 KiB, nothing, garbage, chunks that are none',
    provoke: async ({ url }) => {
      const client = await new TestClient(url).connect();
      await client.initialize();
      for (const [text, expected] of RESPONSES) {
        const server = createServer((socket) => {
          socket.on('error', () => undefined).once('data', () => socket.end(text));
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const far = `http://127.0.0.1:${server.address().port}/`;
        const params = { method: 'GET', url: far, requestId: 'r' };
        const told = await client.request('http/request', params).then(
          ({ status }) => String(status),
          ({ message }) => message,
        );
        server.close();
        if (!told.endsWith(expected)) {
          throw new Error(`told ${told}`);
        }
      }
      await client.disconnect();
      return `${RESPONSES.length} told`;
    },
  },
  {
    id: 'stop',
    name: 'SIGTERM with a client that waits, one with a process and one that does not read',
    beside: false,
    provoke: async () => {
      const daemon = await startOurs();
      const open = async () => {
        const client = await new TestClient(daemon.url).connect();
        await client.initialize();
        return client;
      };
      const [waiting, running, slowReader] = await Promise.all([open(), open(), open()]);
      await startProcess(running, { argv: ['sleep', '1000'] });
      slowReader.socket.pause();
      for (let id = 0; id < 1000; id += 1) {
        slowReader.notify('initialized');
      }
      const began = performance.now();
      await daemon.stop();
      const took = performance.now() - began;
      const codes = await Promise.all([waiting, running].map((client) => client.waitForClose()));
      if (codes.some((code) => code !== 1001)) {
        throw new Error(`closed with ${codes}`);
      }
      if (running.events.length > 0) {
        throw new Error('an end was told that is none');
      }
      if (took > 3000) {
        throw new Error(`stopped after ${took.toFixed(0)} ms`);
      }
      return `1001 twice, stopped after ${took.toFixed(0)} ms`;
    },
  },
];

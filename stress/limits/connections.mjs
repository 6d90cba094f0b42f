import { setTimeout as delay } from 'node:timers/promises';
import { TestClient } from '../../dist/testing/index.js';
import { crowd, RawClient, tally, UPGRADE } from './raw-client.mjs';

const HALF = 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const READY = `${HALF}\r\n`;

/** So many connections that each send `text`; what they got once `until` has passed. */
const lieAbout =
  (count, text, until) =>
  async ({ port }) => {
    const clients = await crowd(count, () => RawClient.open(port, text));
    await until(clients);
    const got = tally(clients);
    for (const { socket } of clients) {
      socket.destroy();
    }
    return got;
  };

const aWhile = () => delay(3000);
const allEnded = (clients) => Promise.all(clients.map(({ closed }) => closed));

const slowHeads = async ({ port }) => {
  const clients = await crowd(800, () => RawClient.open(port, HALF));
  const trickle = setInterval(() => {
    for (const { socket } of clients) {
      if (socket.writable) {
        socket.write('X');
      }
    }
  }, 500);
  await allEnded(clients);
  clearInterval(trickle);
  return tally(clients);
};

const sessionsFillTheHouse =
  (limit) =>
  async ({ port, url }) => {
    const friends = await crowd(limit - 1, async () => {
      const client = await new TestClient(url).connect();
      await client.initialize();
      return client;
    });
    const clients = await crowd(2000, () => RawClient.open(port, UPGRADE));
    await allEnded(clients);
    const got = tally(clients);
    await Promise.all(friends.map((client) => client.disconnect()));
    return got;
  };

const refusedOverAndOver = async ({ port, log }) => {
  const until = performance.now() + 5000;
  const clients = [];
  while (performance.now() < until) {
    const one = await RawClient.open(port, UPGRADE);
    await one.closed;
    clients.push(one);
  }
  const lines = log().split('\n').length - 1;
  return `${tally(clients)}; ${lines} lines of log`;
};

/** Those who come and do not do what it is for. */
export const CONNECTION_FLOODS = [
  {
    name: '800 slow heads, a byte each half second',
    limit: '--request-timeout 15s',
    offend: slowHeads,
  },
  {
    name: '3,000 half-sent heads',
    limit: '--max-pending-connections 1000',
    offend: lieAbout(3000, HALF, aWhile),
  },
  {
    name: '3,000 connections that say nothing',
    limit: '--max-pending-connections 1000',
    offend: lieAbout(3000, '', aWhile),
  },
  {
    name: '3,000 connections that ask and never upgrade',
    limit: '--max-pending-connections 1000',
    offend: lieAbout(3000, READY, aWhile),
  },
  {
    name: '3,000 WebSockets that never initialize',
    limit: '--max-pending-connections 1000',
    offend: lieAbout(3000, UPGRADE, aWhile),
  },
  {
    name: '900 WebSockets that never initialize',
    limit: '--initialize-timeout 3s (60s)',
    args: ['--initialize-timeout', '3s'],
    offend: lieAbout(900, UPGRADE, allEnded),
  },
  {
    name: '2,000 more than 8,000 WebSockets with sessions',
    limit: '--max-connections 8000 (10000)',
    args: ['--max-connections', '8000'],
    fills: true,
    offend: sessionsFillTheHouse(8000),
  },
  {
    name: 'refused over and over for 5 s',
    limit: '--max-connections 1; log',
    args: ['--max-connections', '1', '--log-level', 'info'],
    fills: true,
    offend: refusedOverAndOver,
  },
];

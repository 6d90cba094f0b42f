import { createHash } from 'node:crypto';
import { quantile } from '../../bench/lib/statistics.mjs';
import {
  requestText,
  UPGRADE_HEADERS,
} from '../../build/test/adapters/http-server/request-text.js';
import { TestClient } from '../../dist/testing/index.js';
import { crowd, RawClient, tally } from './raw-client.mjs';

const FLOOD_MS = 5000;
const AT_ONCE = 20;
const TOKEN = 'the token of the healthy client';
const DIGEST = createHash('sha256').update(TOKEN).digest('hex');

const overAndOver = async (once) => {
  const until = performance.now() + FLOOD_MS;
  const results = [];
  const work = async () => {
    while (performance.now() < until) {
      results.push(await once(results.length, until));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
};

const guessTokens = async ({ port }) =>
  tally(
    await overAndOver(async (number) => {
      const headers = [...UPGRADE_HEADERS, `Authorization: Bearer wrong ${number}`];
      const client = await RawClient.open(port, requestText('GET /', headers));
      await client.closed;
      return client;
    }),
  ).replaceAll(/in \d+ s/g, 'in 1 s');

const guessSessions = async ({ url }) => {
  const waits = [];
  const clients = await crowd(AT_ONCE, () => new TestClient(url).connect());
  const over = Date.now() + FLOOD_MS;
  let text = '';
  await Promise.all(
    clients.map(async (client) => {
      setTimeout(() => client.disconnect(), FLOOD_MS);
      while (Date.now() < over) {
        const asked = performance.now();
        await client.initialize(crypto.randomUUID()).catch(({ message }) => {
          if (message.includes('session')) {
            text = message.replace(/[0-9a-f-]{36}/, 'ID');
          }
        });
        waits.push(performance.now() - asked);
      }
    }),
  );
  const late = waits.filter((ms) => ms > 500);
  return (
    `${waits.length - late.length} × ${text} at once; ${late.length} late, ` +
    `after ${quantile(late, 0.5).toFixed(0)} ms or never`
  );
};

const hugeHeads = async ({ port }) => {
  const head = requestText('GET /', [...UPGRADE_HEADERS, `X: ${'x'.repeat(1024 * 1024)}`]);
  return tally(
    await overAndOver(async () => {
      const client = await RawClient.open(port, head);
      await client.closed;
      return client;
    }),
  );
};

const READY = requestText('GET /readyz', ['Host: 127.0.0.1']);

/** Asks for readiness on a few connections, without waiting for an answer. */
const pipelinedGets = async ({ port }) => {
  const requests = Buffer.from(READY.repeat(10_000));
  const until = performance.now() + FLOOD_MS;
  const clients = [];
  const work = async () => {
    while (performance.now() < until) {
      const client = await RawClient.open(port);
      clients.push(client);
      await client.pour(requests, until - performance.now());
      client.socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  const bytes = clients.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  return `${clients.length} connections, ${bytes.toLocaleString('en')} bytes of answers`;
};

/** Those who have no business here. */
export const UNAUTHENTICATED_FLOODS = [
  {
    name: 'wrong credentials for 5 s, 20 at once',
    limit: '--max-auth-failures 60',
    args: ['--ws-auth', 'capability-token', '--ws-token-sha256', DIGEST],
    authorization: `Bearer ${TOKEN}`,
    offend: guessTokens,
  },
  {
    name: 'wrong session ids for 5 s, 20 at once',
    limit: '--max-resume-failures 60',
    offend: guessSessions,
  },
  {
    name: 'heads of 1 MiB for 5 s, 20 at once',
    limit: '--max-header-bytes 64KiB',
    offend: hugeHeads,
  },
  {
    name: 'requests without end and without waiting, for 5 s',
    limit: '100 that wait, then cut off',
    offend: pipelinedGets,
  },
];

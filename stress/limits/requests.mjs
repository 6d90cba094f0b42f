import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startProcess } from '../../build/test/support/processes/raw-process.js';
import { TestClient } from '../../dist/testing/index.js';
import { crowd, RawClient } from './raw-client.mjs';

const MIB = 1024 ** 2;
const FLOOD_MS = 5000;

const initialized = async ({ url }) => {
  const client = await new TestClient(url).connect();
  await client.initialize();
  return client;
};

/** How many requests got which answer. */
class Answers {
  #counts = new Map();

  /** Waits for one. */
  async add(request) {
    const got = await request.then(
      () => 'done',
      ({ code, message }) => (code === undefined ? message : `${code} ${message}`),
    );
    this.#counts.set(got, (this.#counts.get(got) ?? 0) + 1);
  }

  toString() {
    const each = [...this.#counts].map(([got, count]) => `${count.toLocaleString('en')} × ${got}`);
    return each.join('; ');
  }
}

const sessions = async ({ url }) => {
  const answers = new Answers();
  await crowd(11_000, async () => {
    const client = await new TestClient(url).connect();
    await answers.add(client.initialize());
    await client.disconnect();
  });
  return `${answers}`;
};

const processes = async (daemon) => {
  const client = await initialized(daemon);
  const answers = new Answers();
  let number = 0;
  await crowd(3000, () =>
    answers.add(startProcess(client, { processId: `p${number++}`, argv: ['sleep', '1000'] })),
  );
  await client.disconnect();
  return `${answers}`;
};

const handles = async (daemon) => {
  const client = await initialized(daemon);
  const answers = new Answers();
  const until = performance.now() + FLOOD_MS;
  for (let number = 0; performance.now() < until; number += 1) {
    const params = { handleId: `h${number}`, path: 'file:///etc/passwd', mode: 'read' };
    await answers.add(client.request('fs/open', params));
  }
  await client.disconnect();
  return `${answers}`;
};

/** A web server that takes everything and answers nothing. */
const withHangingServer = (work) => async (daemon) => {
  const server = createServer((request) => request.resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work(await initialized(daemon), `http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const httpRequests = (count, bodyBase64) =>
  withHangingServer(async (client, url) => {
    const answers = new Answers();
    const all = Array.from({ length: count }, (_, i) =>
      answers.add(
        client.request('http/request', { method: 'POST', url, requestId: `r${i}`, bodyBase64 }),
      ),
    );
    await delay(FLOOD_MS);
    await client.disconnect();
    await Promise.all(all);
    return `${answers}`;
  });

const bytesInFlight = async (daemon) => {
  const client = await initialized(daemon);
  await startProcess(client, { processId: 'p', argv: ['sleep', '100'] });
  const answers = new Answers();
  const params = { processId: 'p', afterSeq: 0, waitMs: 60_000, padding: 'x'.repeat(8 * MIB) };
  const all = Array.from({ length: 60 }, () => answers.add(client.request('process/read', params)));
  await delay(FLOOD_MS);
  await answers.add(client.request('process/terminate', { processId: 'p' }));
  await Promise.all(all);
  await client.disconnect();
  return `${answers}`;
};

const pendingInput = async (daemon) => {
  const client = await initialized(daemon);
  await startProcess(client, { processId: 'p', argv: ['sleep', '100'], pipeStdin: true });
  const answers = new Answers();
  const chunk = Buffer.alloc(MIB).toString('base64');
  const until = performance.now() + FLOOD_MS;
  for (let number = 0; performance.now() < until; number += 1) {
    const params = { processId: 'p', writeId: `w${number}`, chunk };
    await answers.add(client.request('process/write', params));
  }
  await client.disconnect();
  return `${answers}`;
};

const pipelined = async (daemon) => {
  const client = await initialized(daemon);
  const answers = new Answers();
  const until = performance.now() + FLOOD_MS;
  while (performance.now() < until) {
    const burst = Array.from({ length: 10_000 }, () =>
      answers.add(client.request('environment/status')),
    );
    await Promise.all(burst);
  }
  await client.disconnect();
  return `${answers}, in bursts of 10,000`;
};

/** Of a process that is not isolated, whose proxy listens on the loopback of the host. */
const proxyConnections = async (daemon) => {
  const client = await initialized(daemon);
  const flags = { enabled: true, enableSocks5: false, enableSocks5Udp: false, mode: 'full' };
  const denied = { allowUpstreamProxy: false, allowLocalBinding: false };
  await startProcess(client, {
    argv: ['sh', '-c', 'echo $HTTP_PROXY; exec sleep 1000'],
    networkProxy: { proxy: { ...flags, ...denied, dangerouslyAllowAllUnixSockets: false } },
  });
  const { params } = await client.waitForEvent(({ method }) => method === 'process/output');
  const { port } = new URL(Buffer.from(params.chunk, 'base64').toString());
  const clients = await crowd(2000, () => RawClient.open(Number(port)));
  await delay(1000);
  const kept = clients.filter(({ socket }) => !socket.destroyed).length;
  for (const { socket } of clients) {
    socket.destroy();
  }
  await client.disconnect();
  return `${kept} × kept; ${clients.length - kept} × closed`;
};

/** Those who have a session, and ask for more than their share. */
export const REQUEST_FLOODS = [
  { name: '11,000 sessions', limit: '--max-sessions 10000', fills: true, offend: sessions },
  {
    name: '3,000 processes in a session',
    limit: '--max-processes 2000 (10000)',
    args: ['--max-processes', '2000'],
    offend: processes,
  },
  { name: 'files opened for 5 s', limit: '--max-file-handles 128', offend: handles },
  {
    name: '1,500 HTTP requests that hang',
    limit: '--max-http-requests 1000',
    offend: httpRequests(1500),
  },
  {
    name: '20 HTTP requests with bodies of 8 MiB that hang',
    limit: '--max-http-body-bytes 64MiB (512MiB)',
    args: ['--max-http-body-bytes', '64MiB'],
    offend: httpRequests(20, Buffer.alloc(8 * MIB).toString('base64')),
  },
  {
    name: '60 long polls of 8 MiB each',
    limit: '--max-bytes-in-flight 256MiB',
    offend: bytesInFlight,
  },
  {
    name: 'input for a process that does not read, for 5 s',
    limit: '--max-pending-input 32MiB',
    offend: pendingInput,
  },
  {
    name: '2,000 connections to the network proxy of a process',
    limit: '--max-proxy-connections 512',
    offend: proxyConnections,
  },
  { name: 'requests in bursts of 10,000 for 5 s', limit: 'all answered', offend: pipelined },
];

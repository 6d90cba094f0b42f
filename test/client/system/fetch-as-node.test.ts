import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Client } from '../../../src/client/client.js';
import { connect } from '../../../src/client/connect.js';
import { testedServerUrl, testServer } from './tested-server.js';

let client: Client;
let web: Server;
let origin: string;

beforeAll(async () => {
  client = await connect(await testedServerUrl());
  web = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/redirect') {
      response.writeHead(302, { location: '/echo' }).end('moved');
    } else if (path.startsWith('/status/')) {
      response.writeHead(Number(path.slice(8))).end();
    } else if (path === '/gzip') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked'));
    } else if (path === '/large') {
      response.end(Buffer.alloc(3_000_000, 'large body '));
    } else if (path === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('part', () => request.socket.destroy());
    } else if (path === '/slow') {
      response.write('first');
    } else {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.setHeader('x-latin', Buffer.from('é', 'utf8').toString('latin1'));
      request.pipe(
        response.setHeader('x-got', `${request.method} ${request.headers['content-type']}`),
      );
    }
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await client.close();
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
});

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;
type Case = (fetch: Fetch) => Promise<unknown>;

const outcomeOf = async (fetch: Fetch, run: Case): Promise<unknown> => {
  try {
    return { value: await run(fetch) };
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
};

const describeResponse = async (response: Response): Promise<unknown> => [
  response.status,
  response.ok,
  response.headers.get('x-got'),
  response.headers.getSetCookie(),
  await response.text(),
];

const CASES: Record<string, Case> = {
  'a GET': async (fetch) => describeResponse(await fetch(`${origin}/echo`)),
  'a header beyond ASCII': async (fetch) => (await fetch(`${origin}/echo`)).headers.get('x-latin'),
  'a POST of text': async (fetch) =>
    describeResponse(await fetch(`${origin}/echo`, { method: 'POST', body: 'héllo' })),
  'a POST of a form': async (fetch) =>
    describeResponse(
      await fetch(`${origin}/echo`, { method: 'post', body: new URLSearchParams({ a: 'ü' }) }),
    ),
  'a POST of a stream': async (fetch) =>
    describeResponse(
      await fetch(`${origin}/echo`, {
        method: 'POST',
        body: new Blob(['streamed']).stream(),
        duplex: 'half',
      }),
    ),
  'a HEAD': async (fetch) => describeResponse(await fetch(`${origin}/echo`, { method: 'HEAD' })),
  'a followed redirect': async (fetch) => describeResponse(await fetch(`${origin}/redirect`)),
  'a manual redirect': async (fetch) => {
    const response = await fetch(`${origin}/redirect`, { redirect: 'manual' });
    return [response.status, response.headers.get('location'), await response.text()];
  },
  'a redirect that is an error': (fetch) => fetch(`${origin}/redirect`, { redirect: 'error' }),
  'statuses of errors': async (fetch) =>
    Promise.all(
      [204, 404, 500].map(async (status) => (await fetch(`${origin}/status/${status}`)).status),
    ),
  'a compressed body': async (fetch) => (await fetch(`${origin}/gzip`)).text(),
  'a large body': async (fetch) =>
    Buffer.from(await (await fetch(`${origin}/large`)).arrayBuffer()).length,
  'a body that is cut off': async (fetch) => (await fetch(`${origin}/cut`)).text(),
  'an aborted body': async (fetch) => {
    const controller = new AbortController();
    const response = await fetch(`${origin}/slow`, { signal: controller.signal });
    controller.abort();
    return response.text().catch(({ name }) => name);
  },
  'a time limit by signal': async (fetch) =>
    (await fetch(`${origin}/slow`, { signal: AbortSignal.timeout(50) })).text(),
  'a refused connection': (fetch) => fetch('http://127.0.0.1:1/'),
  'a relative URL': (fetch) =>
    fetch('/echo').catch((error) => Promise.reject(new Error(error.name))),
  'a GET with a body': (fetch) => fetch(`${origin}/echo`, { body: 'x' }),
};

describe('client.fetch does as fetch', () => {
  for (const [title, run] of Object.entries(CASES)) {
    testServer(title, async () => {
      const node = await outcomeOf((url, init) => fetch(url, init), run);
      const remote = await outcomeOf((url, init) => client.fetch(url, init), run);

      expect(remote).toEqual(node);
    });
  }
});

testServer(
  'client.fetch tells the url of the request, also after a redirect, and no status text',
  async () => {
    const response = await client.fetch(`${origin}/redirect`);

    expect(response).toMatchObject({
      url: `${origin}/redirect`,
      redirected: false,
      statusText: '',
    });
  },
);

/** With so much time that the head of the response is there before it is over, on a busy machine too. */
const slowly = async (timeoutMs: number): Promise<Response> => {
  try {
    return await client.fetch(`${origin}/slow`, { timeoutMs });
  } catch {
    return slowly(2 * timeoutMs);
  }
};

testServer('timeoutMs ends the exchange on the server too', async () => {
  const response = await slowly(100);

  await expect(response.text()).rejects.toMatchObject({ message: 'terminated' });
});

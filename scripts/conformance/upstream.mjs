import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { ENCODED_CONTENTS } from './encoded-contents.mjs';

const LARGE_BYTES = 3_000_000;

/**
 * Starts the server that `http/request` is tried on, at a free port of loopback. `heldClosed`
 * resolves when the client of `/held` has gone.
 */
export async function startUpstream() {
  let gone;
  const heldClosed = new Promise((resolve) => {
    gone = () => resolve('closed');
  });
  const server = createServer({ sendDate: false }, (request, response) => {
    response.sendDate = false;
    response.setHeader('connection', 'close');
    const { pathname, search } = new URL(request.url, 'http://upstream');
    const [, name, detail] = pathname.split('/');
    const handler = HANDLERS[name] ?? HANDLERS.missing;
    Promise.resolve(handler({ request, response, detail, search, gone })).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close, heldClosed };
}

const HANDLERS = {
  missing: ({ response }) => response.writeHead(404).end(),
  echo: async ({ request, response }) => {
    const { method, url, rawHeaders } = request;
    const headers = [];
    for (let index = 0; index < rawHeaders.length; index += 2) {
      headers.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
    }
    response.end(JSON.stringify({ method, url, headers, body: await text(request) }));
  },
  status: ({ response, detail }) => response.writeHead(Number(detail)).end(),
  headers: ({ response }) => {
    response.writeHead(200, [
      'Set-Cookie',
      'a=1',
      'X-Mixed',
      'One',
      'set-cookie',
      'b=2',
      'x-latin',
      'é',
    ]);
    response.end('ok');
  },
  encoded: ({ response, detail }) => {
    const [encoding, bytes] = ENCODED_CONTENTS[decodeURIComponent(detail)];
    response.setHeader('content-encoding', encoding);
    response.setHeader('content-length', bytes.length);
    response.end(bytes);
  },
  bytes: ({ response }) => response.end(Buffer.from([0, 255, 10, 128])),
  large: ({ response }) => response.end(Buffer.alloc(LARGE_BYTES, 'x')),
  pieces: ({ response }) => {
    response.write('one,');
    setTimeout(() => response.end('two'), 50);
  },
  redirect: ({ response, detail }) =>
    response.writeHead(Number(detail), { location: '/echo' }).end(),
  'redirect-nowhere': ({ response }) => response.writeHead(302).end('no location'),
  'redirect-ftp': ({ response }) => response.writeHead(302, { location: 'ftp://host/' }).end(),
  'redirect-other': ({ request, response }) => {
    const location = `http://localhost:${request.socket.localPort}/echo`;
    response.writeHead(302, { location }).end();
  },
  loop: ({ response }) => response.writeHead(302, { location: '/loop' }).end(),
  cut: ({ response }) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('some');
    setTimeout(() => response.destroy(), 20);
  },
  slow: ({ response }) => setTimeout(() => response.end('late'), 5000).unref(),
  'slow-body': ({ response }) => {
    response.write('early');
    setTimeout(() => response.end('late'), 5000).unref();
  },
  held: ({ response, gone }) => {
    response.write('held');
    response.once('close', gone);
  },
};

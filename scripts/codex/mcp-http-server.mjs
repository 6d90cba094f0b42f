import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { mcpAnswer } from './mcp-answer.mjs';

/** Starts an MCP server with streamable HTTP on a free port of loopback, for mcp-over-http. */
export async function startMcpHttpServer() {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, close: () => closeServer(server) };
}

async function answer(request, response) {
  const session = { 'mcp-session-id': 'probe-session' };
  if (request.method === 'GET') {
    response.writeHead(200, { ...session, 'content-type': 'text/event-stream' });
    response.write(': waiting\n\n');
    return;
  }
  const message = request.method === 'POST' ? mcpAnswer(await json(request), 'http') : undefined;
  if (message === undefined) {
    response.writeHead(request.method === 'POST' ? 202 : 200, session).end();
    return;
  }
  // As an event stream, which is what makes the client stream the body.
  response.writeHead(200, { ...session, 'content-type': 'text/event-stream' });
  response.end(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

async function closeServer(server) {
  server.close();
  server.closeAllConnections();
}

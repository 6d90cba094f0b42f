import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { ModelScript } from './model-script.mjs';
import { streamResponse } from './response-stream.mjs';

/**
 * Starts a model on loopback that speaks the OpenAI Responses API and gives its steps as answers,
 * one a request. After a tool call it insists that the next request carries the call's output. As
 * an HTTP proxy it refuses every tunnel and remembers the host.
 *
 * - `script`: what it received, and the requests that did not fit (each was answered with 400)
 * - `refusedHosts`: what was to be reached through it as a proxy
 *
 * @param {readonly import('./model-script.mjs').StepSource[]} steps
 */
export async function startScriptedModel(steps) {
  const script = new ModelScript(steps);
  const refusedHosts = new Set();
  const server = createServer((request, response) => {
    answer(script, request, response).catch((error) => {
      script.faults.push(error.message);
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: error.message } }));
    });
  });
  server.on('connect', (request, socket) => {
    refusedHosts.add(request.url);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    script,
    refusedHosts,
    close: () => closeServer(server),
  };
}

async function answer(script, request, response) {
  if (request.method !== 'POST' || request.url !== '/v1/responses') {
    response.writeHead(404).end();
    return;
  }
  const { id, items } = await script.next(await json(request));
  streamResponse(response, id, items);
}

async function closeServer(server) {
  server.close();
  server.closeAllConnections();
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { ModelScript, message } from './model-script.mjs';
import { streamResponse } from './response-stream.mjs';

/**
 * Starts a model on loopback that speaks the OpenAI Responses API and gives its steps as answers,
 * one a request. After a tool call it insists that the next request carries the call's output. A request
 * for JSON is one to review an action, and gets the verdict. As an HTTP proxy it refuses every tunnel and
 * remembers the host.
 *
 * - `script`: what it received, and the requests that did not fit (each was answered with 400)
 * - `refusedHosts`: what was to be reached through it as a proxy
 *
 * @param {readonly import('./model-script.mjs').StepSource[]} steps
 * @param {'allow' | 'deny'} [verdict] on every action that it is asked to review
 */
export async function startScriptedModel(steps, verdict = 'deny') {
  const script = new ModelScript(steps);
  const refusedHosts = new Set();
  const server = createServer((request, response) => {
    answer(script, verdict, request, response).catch((error) => {
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

async function answer(script, verdict, request, response) {
  if (request.method !== 'POST' || request.url !== '/v1/responses') {
    response.writeHead(404).end();
    return;
  }
  const body = await json(request);
  if (body.text?.format) {
    script.reviews.push(body);
    const text = JSON.stringify({ outcome: verdict, rationale: 'as the scenario says' });
    streamResponse(response, `review-${script.reviews.length}`, [message(text, 'review')]);
    return;
  }
  const { id, items } = await script.next(body);
  streamResponse(response, id, items);
}

async function closeServer(server) {
  server.close();
  server.closeAllConnections();
}

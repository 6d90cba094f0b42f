import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import type { Socket } from 'node:net';
import type { NetworkLimits } from '../../application/limits/network-limits.js';
import type { NetworkJudge } from '../../application/ports/network-proxy-provider.js';
import { parseAuthority } from '../../domain/network/host-name.js';
import {
  blockedConnect,
  connectResponse,
  sendBlocked,
  sendSocketRefused,
  sendText,
} from './blocked-response.js';
import { type Connector, proxyAuthorization, type RequestConnection } from './connector.js';
import { clientOf, tunnel } from './dial.js';
import { endToEnd, withHost } from './header-fields.js';
import { type HttpTarget, targetOf } from './http-target.js';

const CONNECT_PORT = 80;
const FAILURE = 'upstream failure';

/** Makes an HTTP proxy: each request is decided about, also those that share a connection. */
export const createHttpProxy = (
  judge: NetworkJudge,
  limits: NetworkLimits,
  connector: Connector,
): Server => {
  const server = createServer({
    requireHostHeader: false,
    headersTimeout: limits.proxyRequestTimeoutMs,
    // An upload may take as long as it takes.
    requestTimeout: 0,
    connectionsCheckingInterval: limits.proxyRequestTimeoutMs / 2,
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => request.socket.destroy());
    void serveRequest(request, response, judge, connector).catch(() => request.socket.destroy());
  });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (head.length > 0) {
      socket.unshift(head);
    }
    void serveConnect(request, socket, judge, connector).catch(() => socket.destroy());
  });
  return server;
};

const serveRequest = async (
  request: IncomingMessage,
  response: ServerResponse,
  judge: NetworkJudge,
  connector: Connector,
): Promise<void> => {
  const { method = '' } = request;
  const client = clientOf(request.socket);
  if (request.headers['x-unix-socket'] !== undefined) {
    sendSocketRefused(response, await judge.judgeUnixSocket(method, client));
    return;
  }
  const target = targetOf(request);
  if (typeof target === 'string') {
    sendText(response, 400, target);
    return;
  }
  const { host, port } = target;
  const attempt = { protocol: 'http', host, port, method, client } as const;
  const admission = await judge.judge(attempt);
  if ('refusal' in admission) {
    sendBlocked(response, attempt, admission.refusal);
    return;
  }
  try {
    const connection = target.isSecure
      ? { socket: await connector.forSecureRequest(target, admission), proxy: undefined }
      : await connector.forRequest(target, admission);
    await forward(request, response, connection, target);
  } catch {
    if (response.headersSent) {
      request.socket.destroy();
    } else {
      sendText(response, 502, FAILURE);
    }
  }
};

/** Sends the request on, and its response back. Resolves when that has ended. */
const forward = (
  request: IncomingMessage,
  response: ServerResponse,
  { socket, proxy }: RequestConnection,
  { path, authority }: HttpTarget,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const outgoing = sendRequest({
      method: request.method,
      path: proxy === undefined ? path : `http://${authority}${path}`,
      headers: [
        ...withHost(endToEnd(request.rawHeaders), authority),
        ...(proxy === undefined ? [] : proxyAuthorization(proxy)),
        ...['Connection', 'close'],
      ],
      createConnection: () => socket,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const { statusCode = 502, statusMessage = '', rawHeaders } = incoming;
      response.writeHead(statusCode, statusMessage, endToEnd(rawHeaders));
      incoming.on('error', reject);
      incoming.on('aborted', () => reject(new Error('incomplete response')));
      incoming.pipe(response);
    });
    response.on('close', () => {
      socket.destroy();
      resolve();
    });
    request.pipe(outgoing);
  });

const serveConnect = async (
  { url = '' }: IncomingMessage,
  socket: Socket,
  judge: NetworkJudge,
  connector: Connector,
): Promise<void> => {
  const target = parseAuthority(url, CONNECT_PORT);
  if (target === undefined) {
    socket.end(connectResponse('400 Bad Request', 'missing authority'));
    return;
  }
  const admission = await judge.judge({
    protocol: 'https_connect',
    ...target,
    method: 'CONNECT',
    client: clientOf(socket),
  });
  if ('refusal' in admission) {
    socket.end(blockedConnect(admission.refusal));
    return;
  }
  let origin: Socket;
  try {
    origin = await connector.forTunnel(target, admission);
  } catch {
    socket.end(connectResponse('502 Bad Gateway', FAILURE));
    return;
  }
  if (socket.destroyed) {
    origin.destroy();
    return;
  }
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  tunnel(socket, origin);
};

import type { IncomingMessage } from 'node:http';
import { READINESS_PATH } from '../../protocol/methods.js';
import { guardHost } from './host-guard.js';
import { emptyReply, type HttpReply } from './http-reply.js';
import { guardOrigin } from './origin-guard.js';
import { refuseUpgrade } from './upgrade-check.js';

/** Routes a request: to a reply, or on to authentication and the WebSocket. */
export const route = (
  request: IncomingMessage,
  isReady: boolean,
  allowedHosts: ReadonlySet<string>,
): HttpReply | 'websocket' => {
  const refusal = guardOrigin(request) ?? guardHost(request, allowedHosts);
  if (refusal !== undefined) {
    return refusal;
  }
  const path = pathOf(request);
  if (path === READINESS_PATH) {
    return readiness(request, isReady);
  }
  if (path !== '/') {
    return emptyReply(404);
  }
  return refuseUpgrade(request) ?? 'websocket';
};

/** The reply while the server is stopping. */
export const STOPPING: HttpReply = {
  ...emptyReply(503),
  logged: { reason: 'server stopping' },
};

const readiness = (request: IncomingMessage, isReady: boolean): HttpReply => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return emptyReply(405, { allow: 'GET,HEAD' });
  }
  return isReady ? emptyReply(200) : STOPPING;
};

/** The path of the request target, which may be an absolute URL; the query is ignored. */
const pathOf = (request: IncomingMessage): string => {
  const target = request.url ?? '';
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' && target !== '' ? '/' : path;
};

import type { IncomingMessage } from 'node:http';
import type { Readiness } from '../../application/use-cases/admission/check-readiness.js';
import { NODE_PATH, type NodeDescription } from '../../protocol/fleet.js';
import { READINESS_PATH } from '../../protocol/methods.js';
import { guardHost } from './host-guard.js';
import { emptyReply, type HttpReply, textReply } from './http-reply.js';
import { guardOrigin } from './origin-guard.js';
import { refuseUpgrade } from './upgrade-check.js';

/** What probes and gateways are told. */
interface ServerState {
  readonly readiness: Readiness | 'stopping';
  /** Undefined: the server is no node of a fleet. */
  readonly node: NodeDescription | undefined;
}

/** Routes a request: to a reply, or on to authentication and the WebSocket. */
export const route = (
  request: IncomingMessage,
  { readiness, node }: ServerState,
  allowedHosts: ReadonlySet<string>,
): HttpReply | 'websocket' => {
  const path = pathOf(request);
  const refusal = guardOrigin(request) ?? guardHost(request, allowedHosts);
  if (refusal !== undefined) {
    // As upstream has it.
    const allow = path === READINESS_PATH && !asksForReadiness(request) ? ALLOW : {};
    return { ...refusal, headers: { ...refusal.headers, ...allow } };
  }
  if (path === READINESS_PATH) {
    return replyToProbe(request, readiness);
  }
  if (path === NODE_PATH && node !== undefined) {
    return describeNode(request, node);
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

/** The methods of `/readyz`. */
const ALLOW = { allow: 'GET,HEAD' };

const asksForReadiness = ({ method }: IncomingMessage): boolean =>
  method === 'GET' || method === 'HEAD';

const replyToProbe = (request: IncomingMessage, readiness: Readiness | 'stopping'): HttpReply => {
  if (!asksForReadiness(request)) {
    return emptyReply(405, ALLOW);
  }
  if (readiness === 'stopping') {
    return STOPPING;
  }
  return readiness.state === 'ready'
    ? emptyReply(200)
    : { ...textReply(503, describe(readiness)), isUnlogged: true };
};

const describe = ({ sessions, remainingMs }: Exclude<Readiness, { state: 'ready' }>): string => {
  const atMost = Number.isFinite(remainingMs)
    ? `, for at most ${Math.ceil(remainingMs / 1000)} s`
    : '';
  return `draining: ${sessions} session${sessions === 1 ? '' : 's'} left${atMost}`;
};

const describeNode = (request: IncomingMessage, node: NodeDescription): HttpReply =>
  asksForReadiness(request)
    ? { ...textReply(200, JSON.stringify(node)), headers: { 'content-type': 'application/json' } }
    : emptyReply(405, ALLOW);

/** The path of the request target, which may be an absolute URL; the query is ignored. */
const pathOf = (request: IncomingMessage): string => {
  const target = request.url ?? '';
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' && target !== '' ? '/' : path;
};

import type { IncomingMessage } from 'node:http';
import type { Readiness } from '../../domain/admission/readiness.js';
import { NODE_PATH, type NodeDescription } from '../../protocol/fleet.js';
import { LIVENESS_PATH, METRICS_PATH, READINESS_PATH } from '../../protocol/methods.js';
import { guardHost } from './host-guard.js';
import { emptyReply, type HttpReply, textReply } from './http-reply.js';
import { guardOrigin } from './origin-guard.js';
import { refuseUpgrade } from './upgrade-check.js';

/** What a listener serves. The functions are called for requests that ask for it. */
export interface Routes {
  readonly readiness: () => Readiness | 'stopping';
  /** Undefined: the server is no node of a fleet. */
  readonly describeNode: (() => NodeDescription) | undefined;
  readonly hasWebSockets: boolean;
  readonly hasMetrics: boolean;
}

/** Routes a request: to a reply, or on to what needs authentication. */
export const route = (
  request: IncomingMessage,
  { readiness, describeNode, hasWebSockets, hasMetrics }: Routes,
  allowedHosts: ReadonlySet<string>,
): HttpReply | 'websocket' | 'metrics' => {
  const path = pathOf(request);
  const refusal = guardOrigin(request) ?? guardHost(request, allowedHosts);
  if (refusal !== undefined) {
    // As upstream has it.
    const allow = path === READINESS_PATH && !isRead(request) ? ALLOW : {};
    return { ...refusal, headers: { ...refusal.headers, ...allow } };
  }
  if (path === READINESS_PATH) {
    return isRead(request) ? describe(readiness()) : NOT_ALLOWED;
  }
  if (path === LIVENESS_PATH) {
    return isRead(request) ? emptyReply(200) : NOT_ALLOWED;
  }
  if (path === NODE_PATH && describeNode !== undefined) {
    return isRead(request) ? presentNode(describeNode()) : NOT_ALLOWED;
  }
  if (path === METRICS_PATH && hasMetrics) {
    return isRead(request) ? 'metrics' : NOT_ALLOWED;
  }
  if (path !== '/' || !hasWebSockets) {
    return emptyReply(404);
  }
  return refuseUpgrade(request) ?? 'websocket';
};

/** The reply while the server is stopping. */
export const STOPPING: HttpReply = {
  ...emptyReply(503),
  logged: { reason: 'server stopping' },
};

/** The methods of everything that is no WebSocket. */
const ALLOW = { allow: 'GET,HEAD' };
const NOT_ALLOWED = emptyReply(405, ALLOW);

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

const describe = (readiness: Readiness | 'stopping'): HttpReply => {
  if (readiness === 'stopping') {
    return STOPPING;
  }
  return readiness.state === 'ready'
    ? emptyReply(200)
    : { ...textReply(503, reasonOf(readiness)), isUnlogged: true };
};

const FULL = {
  maxConnections: 'connections (--max-connections)',
  maxSessions: 'sessions (--max-sessions)',
} as const;

const reasonOf = (readiness: Exclude<Readiness, { state: 'ready' }>): string => {
  if (readiness.state === 'full') {
    return `full: ${readiness.value} ${FULL[readiness.limit]}`;
  }
  if (readiness.state === 'without_nodes') {
    const unless = readiness.isDirectoryReachable
      ? ''
      : ', and the node directory cannot be reached';
    return `no node is known${unless}`;
  }
  const { remainingMs } = readiness;
  const [count, noun] =
    'sessions' in readiness
      ? [readiness.sessions, 'session']
      : [readiness.connections, 'connection'];
  const atMost = Number.isFinite(remainingMs)
    ? `, for at most ${Math.ceil(remainingMs / 1000)} s`
    : '';
  return `draining: ${count} ${noun}${count === 1 ? '' : 's'} left${atMost}`;
};

const presentNode = (node: NodeDescription): HttpReply => ({
  ...textReply(200, JSON.stringify(node)),
  headers: { 'content-type': 'application/json' },
});

/** The path of the request target, which may be an absolute URL; the query is ignored. */
const pathOf = (request: IncomingMessage): string => {
  const target = request.url ?? '';
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' && target !== '' ? '/' : path;
};

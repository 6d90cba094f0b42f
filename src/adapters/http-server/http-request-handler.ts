import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type {
  AdmissionResult,
  AdmitConnection,
} from '../../application/use-cases/admission/admit-connection.js';
import type { CheckReadiness } from '../../application/use-cases/admission/check-readiness.js';
import { PendingConnections } from '../../domain/admission/pending-connections.js';
import type { NodeDescription } from '../../protocol/fleet.js';
import {
  emptyReply,
  type HttpReply,
  sendReply,
  sendReplyAndClose,
  textReply,
  withoutBody,
} from './http-reply.js';
import { guardNode } from './node-guard.js';
import { PipelineGuard } from './pipeline-guard.js';
import { RefusalLog } from './refusal-log.js';
import { route, STOPPING } from './routes.js';
import { TrustedProxies } from './trusted-proxies.js';

/** Who has been admitted. */
export interface AdmittedClient {
  /** Its IP address, also behind a trusted proxy. */
  readonly address: string;
  /** Of its credential, if the authenticator named one. */
  readonly subject: string | undefined;
}

/** Takes over the socket of a request that passed every check, or returns the refusal. */
type AcceptUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  client: AdmittedClient,
) => HttpReply | undefined;

/** The checks of a request, and the handler of upgrades. */
export interface AccessControl {
  readonly admission: Pick<AdmitConnection, 'execute'>;
  /** What a readiness probe is told. */
  readonly readiness: Pick<CheckReadiness, 'execute'>;
  /** Accepted host names besides `localhost` and IP addresses. */
  readonly allowedHosts: readonly string[];
  readonly accept: AcceptUpgrade;
  /** IP addresses, and networks as `10.0.0.0/8`, of proxies that are believed whom they forward. Default: none. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Of a node of a fleet. */
  readonly describeNode?: (() => NodeDescription) | undefined;
}

const TOO_MANY = textReply(
  503,
  'too many connections without a WebSocket: the oldest one is closed (--max-pending-connections)',
);

/** Answers the HTTP requests of all listening sockets, checks each of them, and passes upgrades on. */
export class HttpRequestHandler {
  readonly #accessControl: AccessControl;
  readonly #limits: ConnectionLimits;
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #proxies: TrustedProxies;
  readonly #refusals: RefusalLog;
  readonly #pipelines: PipelineGuard;
  /** Connections that have not become WebSockets. */
  readonly #waiting: PendingConnections<Socket>;
  /** The newest response of each connection: a pipelined upgrade must wait for it. */
  readonly #latestResponses = new WeakMap<Duplex, ServerResponse>();
  /** Called when the server stops, for each connection that awaits its authentication. */
  readonly #undecided = new Set<() => void>();
  /** Whether requests may be upgraded: until the server stops. */
  isListening = false;

  constructor(accessControl: AccessControl, limits: ConnectionLimits, logger: Logger) {
    this.#accessControl = accessControl;
    this.#limits = limits;
    this.#proxies = new TrustedProxies(accessControl.trustedProxies ?? []);
    this.#refusals = new RefusalLog(logger);
    this.#waiting = new PendingConnections(limits.maxPendingConnections, (socket) => {
      this.#replyAndClose(socket, TOO_MANY);
      socket.destroySoon();
    });
    this.#pipelines = new PipelineGuard(limits.maxPipelinedRequests, (socket) => {
      this.#refusals.noteCut(socket, 'too many unanswered requests on one connection');
    });
    this.#allowedHosts = new Set(accessControl.allowedHosts.map((name) => name.toLowerCase()));
  }

  /** A connection was accepted. */
  connected(socket: Socket): void {
    this.#waiting.add(socket);
    socket.once('close', () => this.#waiting.remove(socket));
  }

  /** Answers a request; one for a WebSocket that cannot be upgraded gets `status`. */
  answer(request: IncomingMessage, response: ServerResponse, status: number): void {
    if (!this.#pipelines.admits(request, response)) {
      return;
    }
    this.#latestResponses.set(request.socket, response);
    const target = this.#route(request);
    const reply = target === 'websocket' ? emptyReply(status) : target;
    this.#refusals.note(request.socket, reply);
    sendReply(response, reply);
  }

  /**
   * Opens a WebSocket for a request that passes every check; any other is answered, and its connection
   * closed.
   */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const earlier = this.#latestResponses.get(socket);
    if (earlier?.closed === false) {
      await once(earlier, 'close');
    }
    const target = this.#route(request);
    const reply = target === 'websocket' ? await this.#admit(request, socket, head) : target;
    if (reply === undefined) {
      return;
    }
    this.#refusals.note(socket, reply);
    sendReplyAndClose(socket, request.method === 'HEAD' ? withoutBody(reply) : reply);
  }

  /** Answers input that is not HTTP or came too late, and closes a connection that failed. */
  refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Duplex): void {
    const { requestTimeoutMs, maxRequestHeaderBytes } = this.#limits;
    if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      const text = `the request was not received within ${requestTimeoutMs / 1000} s (--request-timeout)`;
      this.#replyAndClose(socket, textReply(408, text));
    } else if (code === 'HPE_HEADER_OVERFLOW') {
      const text = `the request headers exceed ${maxRequestHeaderBytes} bytes (--max-header-bytes)`;
      this.#replyAndClose(socket, textReply(431, text));
    } else if (code?.startsWith('HPE_')) {
      this.#replyAndClose(socket, notHttp(code));
    }
    // The connection failed; no request was refused.
    else {
      sendReplyAndClose(socket, emptyReply(400));
    }
  }

  /** The server stops: answers every request that awaits authentication. */
  stopJudging(): void {
    for (const abandon of this.#undecided) {
      abandon();
    }
  }

  #replyAndClose(socket: Duplex, reply: HttpReply): void {
    this.#refusals.note(socket, reply);
    sendReplyAndClose(socket, reply);
  }

  #route(request: IncomingMessage): HttpReply | 'websocket' {
    const readiness = this.isListening ? this.#accessControl.readiness.execute() : 'stopping';
    const node = this.#accessControl.describeNode?.();
    return route(request, { readiness, node }, this.#allowedHosts);
  }

  async #admit(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<HttpReply | undefined> {
    const address = this.#proxies.addressOf(request);
    const result = await this.#awaitAdmission(request, address);
    // The request was incomplete, or awaited authentication, when the server began to stop.
    if (!this.isListening) {
      return STOPPING;
    }
    if (result.outcome !== 'granted') {
      return refusalOf(result);
    }
    const client = { address, subject: result.subject };
    const refusal =
      guardNode(request, this.#accessControl.describeNode?.()) ??
      this.#accessControl.accept(request, socket, head, client);
    if (refusal === undefined) {
      this.#waiting.remove(request.socket);
    }
    return refusal;
  }

  /** Resolves with the admission result, or `undecided` when the server stops first. */
  #awaitAdmission({ headers }: IncomingMessage, address: string): Promise<AdmissionResult> {
    const attempt = { address, authorization: headers.authorization };
    return new Promise((resolve) => {
      const abandon = (): void => resolve({ outcome: 'undecided' });
      this.#undecided.add(abandon);
      const admission = this.#accessControl.admission.execute(attempt);
      void admission.then(resolve, abandon).finally(() => this.#undecided.delete(abandon));
    });
  }
}

const notHttp = (code: string): HttpReply => ({
  ...emptyReply(400),
  logged: { reason: `not HTTP (${code})` },
});

const refusalOf = (result: Exclude<AdmissionResult, { outcome: 'granted' }>): HttpReply => {
  if (result.outcome === 'refused') {
    return textReply(401, result.reason);
  }
  if (result.outcome === 'undecided') {
    return textReply(503, 'authentication is unavailable; see the server log');
  }
  const seconds = String(Math.ceil(result.retryAfterMs / 1000));
  return textReply(
    429,
    `too many failed authentication attempts from this address: try again in ${seconds} s (--max-auth-failures)`,
    { 'retry-after': seconds },
  );
};

import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import { redactError } from '../../application/logging/log-redaction.js';
import type { Logger } from '../../application/ports/logger.js';
import type {
  AdmissionResult,
  AdmitConnection,
} from '../../application/use-cases/admission/admit-connection.js';
import { PendingConnections } from '../../domain/admission/pending-connections.js';
import type { Readiness } from '../../domain/admission/readiness.js';
import type { NodeDescription } from '../../protocol/fleet.js';
import { Members } from '../shared/members.js';
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
import { RefusalLog, type RefusalPorts } from './refusal-log.js';
import { notHttp, refusalOf, TOO_MANY } from './refusals.js';
import { type Routes, route, STOPPING } from './routes.js';
import { peerOf, TrustedProxies } from './trusted-proxies.js';

/** A client that has passed authentication. */
export interface AdmittedClient {
  /** Its IP address, also behind a trusted proxy. */
  readonly address: string;
  /** The subject of its credential, if the authenticator named one. */
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
  /** The state that `/readyz` answers with. */
  readonly readiness: () => Readiness;
  /** Accepted host names besides `localhost` and IP addresses. */
  readonly allowedHosts: readonly string[];
  /** Undefined: no request is upgraded. */
  readonly accept?: AcceptUpgrade;
  /** IP addresses, and networks as `10.0.0.0/8`, of proxies whose `X-Forwarded-For` is trusted. Default: none. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The answer to `GET /node`; undefined: the server is no node of a fleet. */
  readonly describeNode?: (() => NodeDescription) | undefined;
  /** What `/metrics` answers to clients that are admitted; undefined: there is no such path. */
  readonly metrics?: (() => Promise<MetricsPage>) | undefined;
}

/** The metrics as a body. */
export interface MetricsPage {
  readonly contentType: string;
  readonly text: string;
}

/** Answers the HTTP requests of all listening sockets, checks each of them, and passes upgrades on. */
export class HttpRequestHandler {
  readonly #accessControl: AccessControl;
  readonly #limits: ConnectionLimits;
  readonly #routes: Routes;
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #logger: Logger;
  readonly #proxies: TrustedProxies;
  readonly #refusals: RefusalLog;
  readonly #pipelines: PipelineGuard;
  /** Connections that have not become WebSockets. */
  readonly #waiting: PendingConnections<Socket>;
  /** The newest response of each connection: a pipelined upgrade must wait for it. */
  readonly #latestResponses = new WeakMap<Duplex, ServerResponse>();
  /** Called when the server stops, for each connection that awaits its authentication. */
  readonly #undecided = new Members<() => void>();
  /** Whether requests may be upgraded: until the server stops. */
  isListening = false;

  constructor(accessControl: AccessControl, limits: ConnectionLimits, ports: RefusalPorts) {
    this.#accessControl = accessControl;
    this.#limits = limits;
    this.#routes = {
      readiness: () => (this.isListening ? accessControl.readiness() : 'stopping'),
      describeNode: accessControl.describeNode,
      hasWebSockets: accessControl.accept !== undefined,
      hasMetrics: accessControl.metrics !== undefined,
    };
    this.#logger = ports.logger;
    this.#proxies = new TrustedProxies(accessControl.trustedProxies ?? []);
    this.#refusals = new RefusalLog(ports);
    this.#waiting = new PendingConnections(limits.maxPendingConnections, (socket) => {
      this.#replyAndClose(socket, TOO_MANY);
      socket.destroySoon();
    });
    this.#pipelines = new PipelineGuard(limits.maxPipelinedRequests, (request) => {
      const address = this.#proxies.addressOf(request);
      this.#refusals.noteCut(address, 'too many unanswered requests on one connection');
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
    const address = this.#proxies.addressOf(request);
    const target = route(request, this.#routes, this.#allowedHosts);
    const send = (reply: HttpReply): void => {
      this.#refusals.note(address, reply);
      sendReply(response, reply);
    };
    if (target === 'metrics') {
      void this.#presentMetrics(request, address).then(send);
    } else {
      send(target === 'websocket' ? emptyReply(status) : target);
    }
  }

  /**
   * Opens a WebSocket for a request that passes every check; any other is answered, and its connection
   * closed.
   */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const address = this.#proxies.addressOf(request);
    const earlier = this.#latestResponses.get(socket);
    if (earlier?.closed === false) {
      await once(earlier, 'close');
    }
    const reply = await this.#follow(request, socket, head, address);
    if (reply === undefined) {
      return;
    }
    this.#refusals.note(address, reply);
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

  /** Without a request there is no `X-Forwarded-For`: the address is that of the peer. */
  #replyAndClose(socket: Duplex, reply: HttpReply): void {
    this.#refusals.note(peerOf(socket), reply);
    sendReplyAndClose(socket, reply);
  }

  /** Undefined: the socket is a WebSocket now. */
  async #follow(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    address: string,
  ): Promise<HttpReply | undefined> {
    const target = route(request, this.#routes, this.#allowedHosts);
    if (target === 'metrics') {
      return await this.#presentMetrics(request, address);
    }
    return target === 'websocket' ? await this.#admit(request, socket, head, address) : target;
  }

  /** Never rejects. */
  async #presentMetrics(request: IncomingMessage, address: string): Promise<HttpReply> {
    const result = await this.#awaitAdmission(request, address);
    if (result.outcome !== 'granted') {
      return refusalOf(result);
    }
    try {
      const { contentType = '', text = '' } = (await this.#accessControl.metrics?.()) ?? {};
      return textReply(200, text, { 'content-type': contentType });
    } catch (error) {
      this.#logger.error('presenting metrics failed', { cause: redactError(error) });
      return emptyReply(500);
    }
  }

  async #admit(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    address: string,
  ): Promise<HttpReply | undefined> {
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
      guardNode(request, this.#accessControl.describeNode) ??
      this.#accessControl.accept?.(request, socket, head, client);
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
      const settled = this.#undecided.add(abandon);
      const admission = this.#accessControl.admission.execute(attempt);
      void admission.then(resolve, abandon).finally(settled);
    });
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Limits } from '../../application/limits/limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type {
  AdmissionResult,
  AdmitConnection,
} from '../../application/use-cases/admission/admit-connection.js';
import { PendingConnections } from '../../domain/admission/pending-connections.js';
import {
  emptyReply,
  type HttpReply,
  sendReply,
  sendReplyAndClose,
  textReply,
  withoutBody,
} from './http-reply.js';
import { PipelineGuard } from './pipeline-guard.js';
import { RefusalLog } from './refusal-log.js';
import { route, STOPPING } from './routes.js';

/** Takes over the socket of a request that passed every check, or returns the refusal. */
type AcceptUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  subject: string | undefined,
) => HttpReply | undefined;

/** The address to listen on: a literal IP address; port 0 means any free port. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The checks of a request, and the handler of upgrades. */
export interface AccessControl {
  readonly admission: Pick<AdmitConnection, 'execute'>;
  /** Accepted host names besides `localhost` and IP addresses. */
  readonly allowedHosts: readonly string[];
  readonly accept: AcceptUpgrade;
}

type ListenerLimits = Pick<
  Limits,
  | 'maxRequestHeaderBytes'
  | 'requestTimeoutMs'
  | 'keepAliveTimeoutMs'
  | 'maxPendingConnections'
  | 'maxPipelinedRequests'
>;

/** Requests for a WebSocket that cannot be upgraded, and the replies to them. */
const WITHOUT_UPGRADE = [
  ['request', 426],
  ['checkContinue', 426],
  ['checkExpectation', 417],
] as const;

/** How often Node checks for timed-out requests. */
const MAX_CHECK_INTERVAL_MS = 1000;

const TOO_MANY = textReply(
  503,
  'too many connections that have not opened a WebSocket: this one has waited longest (--max-pending-connections)',
);

/** The listening HTTP server: applies access control, answers HTTP, and passes upgrades on. */
export class HttpListener {
  readonly #server: Server;
  readonly #door: AccessControl;
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #refusals: RefusalLog;
  /** Connections that have not become WebSockets. */
  readonly #waiting: PendingConnections<Socket>;
  /** The newest response of each connection: a pipelined upgrade must wait for it. */
  readonly #latestResponses = new WeakMap<Duplex, ServerResponse>();
  /** Called when the server stops, for each connection that awaits its authentication. */
  readonly #undecided = new Set<() => void>();
  #isReady = false;
  /** Settles when the listening socket and all connections are closed. */
  #closed: Promise<void> = Promise.resolve();

  constructor(door: AccessControl, limits: ListenerLimits, logger: Logger) {
    this.#door = door;
    this.#refusals = new RefusalLog(logger);
    this.#waiting = new PendingConnections(limits.maxPendingConnections, (socket) => {
      this.#replyAndClose(socket, TOO_MANY);
      socket.destroySoon();
    });
    const requestIsLate = textReply(
      408,
      `the request did not come within ${limits.requestTimeoutMs / 1000} s (--request-timeout)`,
    );
    const headIsLarge = textReply(
      431,
      `the head of the request is larger than ${limits.maxRequestHeaderBytes} bytes (--max-header-bytes)`,
    );
    this.#allowedHosts = new Set(door.allowedHosts.map((name) => name.toLowerCase()));
    this.#server = createServer({
      noDelay: true,
      maxHeaderSize: limits.maxRequestHeaderBytes,
      requireHostHeader: false,
      // Covers a connection that sends nothing, and a request with its body.
      headersTimeout: limits.requestTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, limits.requestTimeoutMs),
      keepAliveTimeout: limits.keepAliveTimeoutMs,
    });
    // No limit: Node drops the headers beyond one, possibly an `Origin`.
    this.#server.maxHeadersCount = 0;
    this.#server.on('connection', (socket) => {
      this.#waiting.add(socket);
      socket.once('close', () => this.#waiting.remove(socket));
    });
    const pipelines = new PipelineGuard(limits.maxPipelinedRequests, (socket) => {
      this.#refusals.noteCut(socket, 'too many requests on one connection wait for their answers');
    });
    for (const [event, status] of WITHOUT_UPGRADE) {
      this.#server.on(event, (request: IncomingMessage, response: ServerResponse) => {
        if (!pipelines.admits(request, response)) {
          return;
        }
        this.#latestResponses.set(request.socket, response);
        const target = this.#route(request);
        const reply = target === 'websocket' ? emptyReply(status) : target;
        this.#refusals.note(request.socket, reply);
        sendReply(response, reply);
      });
    }
    this.#server.on('upgrade', (request, socket, head) => {
      void this.#upgrade(request, socket, head);
    });
    this.#server.on('connect', (request, socket) => {
      void this.#upgrade(request, socket, Buffer.alloc(0));
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
        this.#replyAndClose(socket, requestIsLate);
      } else if (error.code === 'HPE_HEADER_OVERFLOW') {
        this.#replyAndClose(socket, headIsLarge);
      } else if (error.code?.startsWith('HPE_')) {
        this.#replyAndClose(socket, notHttp(error.code));
      }
      // The connection failed; no request was refused.
      else {
        sendReplyAndClose(socket, emptyReply(400));
      }
    });
  }

  /** Resolves with the bound address once connections are accepted. @throws the system's error. */
  async listen(address: ListenAddress): Promise<ListenAddress> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(address, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#isReady = true;
    const bound = this.#server.address() as AddressInfo;
    return { host: bound.address, port: bound.port };
  }

  /** Makes the readiness route answer 503; WebSockets and requests in flight continue. */
  stopAccepting(): void {
    this.#isReady = false;
    if (!this.#server.listening) {
      return;
    }
    this.#closed = new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Closes all connections that have not become WebSockets, and resolves when the port is free. */
  async close(): Promise<void> {
    this.stopAccepting();
    for (const giveUp of this.#undecided) {
      giveUp();
    }
    this.#server.closeAllConnections();
    await this.#closed;
  }

  #replyAndClose(socket: Duplex, reply: HttpReply): void {
    this.#refusals.note(socket, reply);
    sendReplyAndClose(socket, reply);
  }

  #route(request: IncomingMessage): HttpReply | 'websocket' {
    return route(request, this.#isReady, this.#allowedHosts);
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
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

  async #admit(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<HttpReply | undefined> {
    const admitted = await this.#judge(request);
    // The request was incomplete, or awaited authentication, when the server began to stop.
    if (!this.#isReady) {
      return STOPPING;
    }
    if (admitted.outcome !== 'granted') {
      return refusalOf(admitted);
    }
    const refusal = this.#door.accept(request, socket, head, admitted.subject);
    if (refusal === undefined) {
      this.#waiting.remove(request.socket);
    }
    return refusal;
  }

  /** Resolves with the admission result; undefined when the server stops first. */
  #judge({ socket, headers }: IncomingMessage): Promise<AdmissionResult> {
    const applicant = {
      address: socket.remoteAddress ?? 'unknown',
      authorization: headers.authorization,
    };
    return new Promise((resolve) => {
      const giveUp = (): void => resolve({ outcome: 'undecided' });
      this.#undecided.add(giveUp);
      const judged = this.#door.admission.execute(applicant);
      void judged.then(resolve, giveUp).finally(() => this.#undecided.delete(giveUp));
    });
  }
}

const notHttp = (code: string): HttpReply => ({
  ...emptyReply(400),
  logged: { reason: `it is not HTTP (${code})` },
});

const refusalOf = (admitted: Exclude<AdmissionResult, { outcome: 'granted' }>): HttpReply => {
  if (admitted.outcome === 'refused') {
    return textReply(401, admitted.reason);
  }
  if (admitted.outcome === 'undecided') {
    return textReply(503, 'authentication is not possible now; see the log of the server');
  }
  const seconds = String(Math.ceil(admitted.retryAfterMs / 1000));
  return textReply(
    429,
    `too many wrong credentials from this address: try again in ${seconds} s (--max-auth-failures)`,
    { 'retry-after': seconds },
  );
};

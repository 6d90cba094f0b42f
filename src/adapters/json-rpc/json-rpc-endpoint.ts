import { setMaxListeners } from 'node:events';
import { ClientConnection } from '../../application/connection/client-connection.js';
import type { Limits } from '../../application/limits/limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { UseCases } from '../../application/use-cases.js';
import { ExecServerError, NoRoom } from '../../domain/errors.js';
import { ERROR_CODES } from '../../protocol/error-codes.js';
import { METHODS, NOTIFICATIONS } from '../../protocol/methods.js';
import { type RequestId, readMessage } from './envelope/message.js';
import { encodeError, encodeResult, encodeUnaddressedError } from './envelope/reply.js';
import { reportFailure } from './envelope/report-failure.js';
import { PipelinedRequests } from './flow-control/pipelined-requests.js';
import { BytesInFlight } from './flow-control/request-budget.js';
import { JsonRpcChannel } from './json-rpc-channel.js';
import type { MessageTransport } from './message-transport.js';
import type { Method } from './method-table.js';

/** What an answer takes that is not worded yet, about. */
const ANSWER_BYTES = 1024;

/** What an endpoint needs, the same for all connections. */
export interface EndpointContext {
  readonly useCases: UseCases;
  readonly methods: ReadonlyMap<string, Method>;
  readonly clock: Clock;
  readonly limits: Pick<
    Limits,
    | 'initializeTimeoutMs'
    | 'congestionBytes'
    | 'arrivalCheckBytes'
    | 'outputWindowBytes'
    | 'maxUnsentBytes'
    | 'maxBytesInFlight'
  >;
  readonly logger: Logger;
}

/** The result of a request that has succeeded. */
interface Answer {
  readonly id: RequestId;
  readonly name: string;
  readonly method: Method;
  readonly result: unknown;
}

/**
 * One client's conversation: reads its messages and answers them. Requests run side by side, and each
 * is answered when it is done; what belongs to one process keeps its order in `Session`.
 */
export class JsonRpcEndpoint {
  readonly #transport: MessageTransport;
  readonly #context: EndpointContext;
  readonly #channel: JsonRpcChannel;
  readonly #connection: ClientConnection;
  readonly #inFlight: BytesInFlight;
  readonly #pipelined: PipelinedRequests;
  /** Messages that came while more was unsent than the client should ever leave unread. */
  #backlog: (string | Buffer)[] = [];
  /** Results that came while it was so; not worded yet, since that is what takes memory. */
  #unworded: (() => void)[] = [];
  /** While `initialize` waits, what comes behind it waits too: it is meant for the session. */
  #isInitializing = false;
  /** After an offence or the end nothing is served any more, also not what had arrived before. */
  #isOver = false;
  /** Why this side ended the conversation, if it did. */
  #offence: string | undefined;

  constructor(transport: MessageTransport, context: EndpointContext) {
    this.#transport = transport;
    this.#context = context;
    this.#channel = new JsonRpcChannel(transport, context.limits);
    this.#pipelined = new PipelinedRequests(transport);
    this.#connection = new ClientConnection(this.#channel, transport);
    // One for each long poll; Node takes more than ten for a leak.
    setMaxListeners(0, this.#connection.gone);
    this.#inFlight = new BytesInFlight(context.limits, context.clock, () => this.#catchUp());
  }

  /** Serves the client until its transport ends. */
  open(onEnd: () => void): void {
    const { clock, limits, useCases } = this.#context;
    const stopWaiting = clock.schedule(limits.initializeTimeoutMs, () => this.#giveUpWaiting());
    this.#transport.onEnd((end) => {
      stopWaiting();
      this.#finish();
      this.#channel.closed();
      useCases.disconnect.execute(this.#connection, end ?? { reason: this.#offence ?? 'ended' });
      onEnd();
    });
    this.#transport.onDrain(() => this.#catchUp());
    this.#transport.onMessage((message) => this.#receive(message));
  }

  #giveUpWaiting(): void {
    if (this.#connection.isInitialized) return;
    const seconds = this.#context.limits.initializeTimeoutMs / 1000;
    this.#send(encodeUnaddressedError(`initialize did not come within ${seconds} s`));
    this.#offend('no initialize in time');
  }

  #receive(message: string | Buffer): void {
    if (this.#isOver) return;
    if (this.#backlog.length > 0 || this.#mustWait()) {
      this.#backlog.push(message);
      this.#transport.pause();
    } else {
      this.#handle(message);
    }
  }

  /** The client has read what piled up: the answers that wait come next, then what it asked meanwhile. */
  #catchUp(): void {
    while (this.#unworded.length > 0 && !this.#isBehind()) this.#unworded.shift()?.();
    while (this.#backlog.length > 0 && !this.#mustWait()) {
      const message = this.#backlog.shift();
      if (message !== undefined) this.#handle(message);
    }
    if (this.#backlog.length === 0) this.#transport.resume();
  }

  #mustWait(): boolean {
    const { maxUnsentBytes } = this.#context.limits;
    const waitingBytes = this.#transport.unsentBytes + this.#unworded.length * ANSWER_BYTES;
    return this.#isInitializing || waitingBytes > maxUnsentBytes || this.#inFlight.isFull;
  }

  /** Large answers wait sooner than messages are left unread: they are what takes memory. */
  #isBehind(): boolean {
    const { congestionBytes, maxUnsentBytes } = this.#context.limits;
    return this.#transport.unsentBytes > Math.min(congestionBytes, maxUnsentBytes);
  }

  #handle(text: string | Buffer): void {
    const message = readMessage(text);
    switch (message.kind) {
      case 'request':
        this.#serve(message.id, message.method, message.params, text.length);
        break;
      case 'notification':
        this.#notice(message.method);
        break;
      case 'response':
        this.#offend('a response to no request');
        break;
      case 'malformed':
        this.#send(
          encodeUnaddressedError(`failed to parse ${this.#transport.source}: ${message.detail}`),
        );
    }
  }

  #notice(method: string): void {
    if (method !== NOTIFICATIONS.initialized) this.#offend('an unknown notification');
    else if (!this.#context.useCases.acknowledgeInitialized.execute(this.#connection)) {
      this.#offend('initialized before initialize');
    }
  }

  #serve(id: RequestId, name: string, params: unknown, bytes: number): void {
    const method = this.#context.methods.get(name);
    if (method === undefined) {
      const text = `exec-server stub does not implement \`${name}\` yet`;
      this.#send(encodeError(id, ERROR_CODES.methodNotFound, text));
      return;
    }
    const fail = (error: unknown): void => this.#fail(id, name, error, params);
    try {
      this.#requireRoom(name, params, bytes);
      const result = method.execute(this.#connection, params);
      if (result instanceof Promise) {
        if (name === METHODS.initialize) this.#holdUntil(result);
        result.then((value) => this.#answer({ id, name, method, result: value }), fail);
        const done = this.#inFlight.take(bytes);
        result.then(done, done);
      } else {
        this.#answer({ id, name, method, result });
      }
    } catch (error) {
      fail(error);
    }
  }

  #requireRoom(name: string, params: unknown, bytes: number): void {
    if (this.#inFlight.refuses(bytes)) {
      throw new NoRoom(
        'too many requests of this connection wait for their answers (--max-bytes-in-flight)',
      );
    }
    if (this.#pipelined.overtakes(name, params)) {
      throw new ExecServerError(
        'failed',
        'refused like one before it, which it must not overtake; send it again',
      );
    }
  }

  #holdUntil(initialized: Promise<unknown>): void {
    this.#isInitializing = true;
    this.#transport.pause();
    const goOn = (): void => {
      this.#isInitializing = false;
      // In a later turn, so that the answer comes first.
      queueMicrotask(() => this.#catchUp());
    };
    initialized.then(goOn, goOn);
  }

  #answer(answer: Answer): void {
    if (this.#isBehind()) this.#unworded.push(() => this.#word(answer));
    else this.#word(answer);
  }

  #word({ id, name, method, result }: Answer): void {
    let reply: string | Buffer;
    try {
      reply = encodeResult(id, method.present(result));
    } catch (error) {
      this.#fail(id, name, error);
      return;
    }
    if (name === METHODS.initialize) this.#transport.admitted?.();
    this.#send(reply);
    method.sent?.(this.#channel, result);
  }

  #fail(id: RequestId, method: string, error: unknown, params?: unknown): void {
    const { logger } = this.#context;
    const { code, message } = reportFailure(error, { ...this.#connection.facts, method }, logger);
    this.#send(encodeError(id, code, message));
    if (error instanceof NoRoom) this.#pipelined.refused(method, params);
  }

  #send(message: string | Buffer): void {
    if (!this.#isOver) this.#transport.send(message);
  }

  #offend(offence: string): void {
    this.#offence = offence;
    this.#finish();
    this.#transport.terminate(offence);
  }

  #finish(): void {
    this.#isOver = true;
    this.#inFlight.dispose();
    this.#backlog = [];
    this.#unworded = [];
  }
}

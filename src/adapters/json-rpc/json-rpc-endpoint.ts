import { ClientConnection } from '../../application/connection/client-connection.js';
import { NoRoom } from '../../domain/errors.js';
import { ERROR_CODES } from '../../protocol/json-rpc.js';
import { METHODS, NOTIFICATIONS } from '../../protocol/methods.js';
import type { EndpointContext } from './endpoint-context.js';
import { type Request, type RequestId, readMessage } from './envelope/message.js';
import {
  encodeError,
  encodeErrorWithoutId,
  encodeResult,
  encodeUnknownMethod,
} from './envelope/replies.js';
import { reportFailure } from './envelope/report-failure.js';
import { PendingReplies } from './flow-control/pending-replies.js';
import { PipelinedRequests } from './flow-control/pipelined-requests.js';
import { RequestBudget } from './flow-control/request-budget.js';
import { JsonRpcChannel } from './json-rpc-channel.js';
import type { MessageTransport } from './message-transport.js';
import type { Method } from './method.js';

/**
 * Reads the messages of one client and replies to them. Requests run concurrently, and each is answered when
 * it is done; `Session` keeps the order of requests for one process.
 */
export class JsonRpcEndpoint {
  readonly #transport: MessageTransport;
  readonly #context: EndpointContext;
  readonly #channel: JsonRpcChannel;
  readonly #connection: ClientConnection;
  readonly #budget: RequestBudget;
  readonly #pipelined: PipelinedRequests;
  readonly #replies: PendingReplies;
  /** Messages received while writes were backpressured. */
  #backlog: (string | Buffer)[] = [];
  /** While `initialize` is running, later messages wait: they are meant for its session. */
  #isInitializing = false;
  /** Set by a protocol violation or the end of the transport: nothing more is served, including messages already received. */
  #isClosed = false;
  /** Why this side closed the connection, if it did. */
  #violation: string | undefined;

  constructor(transport: MessageTransport, context: EndpointContext) {
    this.#transport = transport;
    this.#context = context;
    this.#channel = new JsonRpcChannel(transport, context.thresholds, context.frames);
    this.#pipelined = new PipelinedRequests(transport);
    this.#replies = new PendingReplies(this.#channel);
    this.#connection = new ClientConnection(this.#channel, transport);
    this.#budget = new RequestBudget(context.limits, context.clock, () => this.#drainBacklog());
  }

  /** Serves the client until its transport ends, then calls `onEnd`. */
  open(onEnd: () => void): void {
    const { clock, limits, useCases } = this.#context;
    const stopWaiting = clock.schedule(limits.initializeTimeoutMs, () =>
      this.#closeUninitialized(),
    );
    this.#transport.onEnd((end) => {
      stopWaiting();
      this.#finish();
      this.#channel.closed();
      useCases.disconnect.execute(this.#connection, end ?? { reason: this.#violation ?? 'ended' });
      onEnd();
    });
    this.#transport.onDrain(() => this.#drainBacklog());
    this.#transport.onMessage((message) => this.#receive(message));
  }

  #closeUninitialized(): void {
    if (this.#connection.isInitialized) {
      return;
    }
    const seconds = this.#context.limits.initializeTimeoutMs / 1000;
    this.#send(encodeErrorWithoutId(`initialize was not received within ${seconds} s`));
    this.#closeForProtocolViolation('no initialize within --initialize-timeout');
  }

  #receive(message: string | Buffer): void {
    if (this.#isClosed) {
      return;
    }
    if (this.#backlog.length > 0 || this.#isReadPaused()) {
      this.#backlog.push(message);
      this.#transport.pause();
    } else {
      this.#handle(message);
    }
  }

  /** The socket has drained: sends the pending replies, then reads the backlog. */
  #drainBacklog(): void {
    this.#replies.sendWaiting();
    while (this.#backlog.length > 0 && !this.#isReadPaused()) {
      const message = this.#backlog.shift();
      if (message !== undefined) {
        this.#handle(message);
      }
    }
    if (this.#backlog.length === 0) {
      this.#transport.resume();
    }
  }

  #isReadPaused(): boolean {
    const { maxUnsentBytes } = this.#context.limits;
    const waitingBytes = this.#transport.unsentBytes + this.#replies.waitingBytes;
    return this.#isInitializing || waitingBytes > maxUnsentBytes || this.#budget.isExhausted;
  }

  #handle(text: string | Buffer): void {
    const message = readMessage(text);
    switch (message.kind) {
      case 'request':
        this.#serve(message, text.length);
        break;
      case 'notification':
        this.#handleNotification(message.method);
        break;
      case 'response':
        if (!this.#channel.answered(message.id, message.result)) {
          this.#closeForProtocolViolation('response without a request');
        }
        break;
      case 'malformed':
        this.#send(
          encodeErrorWithoutId(`failed to parse ${this.#transport.source}: ${message.detail}`),
        );
    }
  }

  #handleNotification(method: string): void {
    if (method !== NOTIFICATIONS.initialized) {
      this.#closeForProtocolViolation('unknown notification');
    } else if (!this.#context.useCases.acknowledgeInitialized.execute(this.#connection)) {
      this.#closeForProtocolViolation('initialized before initialize');
    }
  }

  #serve({ id, method: name, params, trace }: Request, bytes: number): void {
    const { methods, extendedMethods, observe } = this.#context;
    const method = (this.#channel.hasExtensions ? extendedMethods : methods).get(name);
    const observed = observe?.(method && name, trace);
    if (method === undefined) {
      observed?.end(ERROR_CODES.methodNotFound);
      this.#send(encodeUnknownMethod(id, name));
      return;
    }
    const fail = (error: unknown): void => {
      const code = this.#fail(id, name, error, params);
      observed?.end(code);
    };
    const reply = (result: unknown): void => {
      observed?.end();
      const send = (): void => this.#reply(id, name, method, result);
      if (method.precedesNotifications) {
        send();
      } else {
        this.#replies.send(send);
      }
    };
    try {
      this.#budget.requireRoom(bytes);
      this.#pipelined.requireOrder(name, params);
      const result = method.execute(this.#connection, params, observed?.span);
      if (result instanceof Promise) {
        if (name === METHODS.initialize) {
          this.#blockUntil(result);
        }
        result.then(reply, fail);
        const done = this.#budget.reserve(bytes);
        result.then(done, done);
      } else {
        reply(result);
      }
    } catch (error) {
      fail(error);
    }
  }

  #blockUntil(initialized: Promise<unknown>): void {
    this.#isInitializing = true;
    this.#transport.pause();
    const unblock = (): void => {
      this.#isInitializing = false;
      // In a microtask, so that the reply is sent first.
      queueMicrotask(() => this.#drainBacklog());
    };
    initialized.then(unblock, unblock);
  }

  #reply(id: RequestId, name: string, method: Method, result: unknown): void {
    let reply: string | Buffer;
    try {
      reply = encodeResult(id, method.present(result), this.#context.replyBuffers);
    } catch (error) {
      this.#fail(id, name, error);
      return;
    }
    if (name === METHODS.initialize) {
      this.#transport.onInitialized?.();
    }
    this.#send(reply);
    method.onReplied?.(this.#channel, result);
  }

  /** Returns the code of the reply. */
  #fail(id: RequestId, method: string, error: unknown, params?: unknown): number {
    const facts = { ...this.#connection.facts, method };
    const reply = reportFailure(error, facts, this.#context);
    this.#send(encodeError(id, reply));
    if (error instanceof NoRoom) {
      this.#pipelined.recordRejected(method, params);
    }
    return reply.code;
  }

  #send(message: string | Buffer): void {
    if (this.#isClosed) {
      return;
    }
    if (typeof message === 'string') {
      this.#transport.send(message);
    } else {
      this.#transport.send(message, () => this.#context.replyBuffers.release(message));
    }
  }

  #closeForProtocolViolation(violation: string): void {
    this.#violation = violation;
    this.#finish();
    this.#transport.terminate(violation);
  }

  #finish(): void {
    this.#isClosed = true;
    this.#budget.dispose();
    this.#backlog = [];
    this.#replies.clear();
  }
}

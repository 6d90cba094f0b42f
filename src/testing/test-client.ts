import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { JsonRpcErrorObject, ServerMessage } from '../protocol/json-rpc.js';
import type { InitializeResult } from '../protocol/lifecycle.js';
import type { ProcessStartParams, ProcessStartResult } from '../protocol/process.js';
import { MessageLog } from './message-log.js';
import { type ProcessOutcome, summarize } from './process-outcome.js';
import { RequestFailed } from './request-failed.js';
import type { ServerEvent } from './server-event.js';

/** How long to wait. */
export interface WaitOptions {
  /** Default 10 000. */
  readonly timeoutMs?: number;
}

/** `close` says goodbye, `terminate` drops the connection (FIN), `reset` breaks it (RST). */
export type Farewell = 'close' | 'terminate' | 'reset';

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** One client of a server: sends requests, keeps all that comes back, and waits for what is to come. */
export class TestClient implements AsyncDisposable {
  readonly url: string;
  readonly #log = new MessageLog();
  readonly #pending = new Map<number, Pending>();
  #websocket: WebSocket | undefined;
  #closed: Promise<number> = Promise.resolve(0);
  #nextId = 1;
  #nextProcess = 1;
  #sessionId: string | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** The session of the last `initialize`. */
  get sessionId(): string {
    if (this.#sessionId === undefined) throw new Error('the client has not been initialized');
    return this.#sessionId;
  }

  /** Every notification so far, over all connections of this client. */
  get events(): readonly ServerEvent[] {
    return this.#log.messages.filter(isEvent);
  }

  /** The socket beneath the WebSocket, for tests that stall or break it. */
  get socket(): Socket {
    return (this.#open() as unknown as { _socket: Socket })._socket;
  }

  /** Opens a connection without `initialize`. @throws {Error} when it is refused. */
  async connect(headers: Record<string, string> = {}): Promise<this> {
    const websocket = new WebSocket(this.url, { perMessageDeflate: false, headers });
    this.#closed = new Promise((resolve) => websocket.once('close', resolve));
    await new Promise<void>((resolve, reject) => {
      websocket.once('open', resolve);
      websocket.once('error', reject);
    });
    websocket.on('error', () => undefined);
    websocket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString('utf8'))));
    websocket.once('close', (code) => this.#failPending(`the connection was closed (${code})`));
    this.#websocket = websocket;
    return this;
  }

  /** `initialize` and `initialized`: a new session, or the one that is named. */
  async initialize(resumeSessionId?: string): Promise<InitializeResult> {
    const params = { clientName: 'exec-server/testing', resumeSessionId: resumeSessionId ?? null };
    const result = await this.request<InitializeResult>('initialize', params);
    this.#sessionId = result.sessionId;
    this.notify('initialized', {});
    return result;
  }

  /** Resolves with the result. @throws {RequestFailed} for an error, {Error} when the connection ends first. */
  async request<Result = unknown>(method: string, params?: unknown): Promise<Result> {
    const id = this.#nextId;
    this.#nextId += 1;
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
    });
    this.sendText(JSON.stringify({ id, method, params }));
    return (await reply) as Result;
  }

  notify(method: string, params?: unknown): void {
    this.sendText(JSON.stringify({ method, params }));
  }

  /** Sends a text frame as it is, be it JSON-RPC or not. */
  sendText(text: string): void {
    this.#open().send(text);
  }

  /** Sends a binary frame as it is. */
  sendBinary(bytes: Uint8Array): void {
    this.#open().send(bytes);
  }

  /** Resolves with the first notification that fits, be it received already or yet to come. */
  async waitForEvent(
    predicate: (event: ServerEvent) => boolean,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {},
  ): Promise<ServerEvent> {
    const fits = (message: ServerMessage): boolean => isEvent(message) && predicate(message);
    return (await this.#log.waitFor(fits, timeoutMs, 'such event')) as ServerEvent;
  }

  /** The same for any message of the server, replies included. */
  async waitForMessage(
    predicate: (message: ServerMessage) => boolean,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {},
  ): Promise<ServerMessage> {
    return await this.#log.waitFor(predicate, timeoutMs, 'such message');
  }

  /** Resolves with the WebSocket close code once the connection has ended: 1006 without a Close frame. */
  async waitForClose(): Promise<number> {
    return await this.#closed;
  }

  /** Starts a process; what is not given is `/`, an environment of `PATH` alone, and no terminal. */
  async startProcess(
    params: Partial<ProcessStartParams> & Pick<ProcessStartParams, 'argv'>,
  ): Promise<string> {
    const processId = params.processId ?? `process-${this.#nextProcess}`;
    this.#nextProcess += 1;
    const defaults = {
      cwd: 'file:///',
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
      tty: false,
    };
    await this.request<ProcessStartResult>('process/start', { ...defaults, ...params, processId });
    return processId;
  }

  /** Waits for `process/closed`, and returns all that the process wrote with its exit code. */
  async outcome(processId: string, options: WaitOptions = {}): Promise<ProcessOutcome> {
    await this.waitForEvent(
      ({ method, params }) => method === 'process/closed' && params.processId === processId,
      options,
    );
    return summarize(this.events, processId);
  }

  /** Ends the connection and waits until it has ended; the session lives on, detached. */
  async disconnect(farewell: Farewell = 'terminate'): Promise<void> {
    const websocket = this.#websocket;
    if (websocket === undefined) return;
    this.#websocket = undefined;
    if (farewell === 'close') websocket.close();
    else if (farewell === 'terminate') websocket.terminate();
    else (websocket as unknown as { _socket: Socket })._socket.resetAndDestroy();
    await this.#closed;
  }

  /** Opens a new connection after `disconnect`; with `resume` it takes the former session over. */
  async reconnect({ resume }: { resume: boolean }): Promise<InitializeResult> {
    await this.disconnect();
    await this.connect();
    return await this.initialize(resume ? this.sessionId : undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  #open(): WebSocket {
    if (this.#websocket === undefined) throw new Error('the client is not connected');
    return this.#websocket;
  }

  #receive(message: ServerMessage): void {
    this.#settle(message);
    this.#log.record(message);
  }

  #settle(message: ServerMessage): void {
    if (!('id' in message) || typeof message.id !== 'number') return;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message)
      pending?.reject(new RequestFailed(pending.method, message.error as JsonRpcErrorObject));
    else if ('result' in message) pending?.resolve(message.result);
  }

  #failPending(reason: string): void {
    for (const { method, reject } of this.#pending.values()) {
      reject(new Error(`${method} was not answered: ${reason}`));
    }
    this.#pending.clear();
  }
}

const isEvent = (message: ServerMessage): message is ServerEvent => 'method' in message;

import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { ServerMessage } from '../protocol/json-rpc.js';
import type { ExtensionsParams, InitializeResult } from '../protocol/lifecycle.js';
import { CallSite } from './call-site.js';
import type { DisconnectMode } from './disconnect-mode.js';
import { MessageLog, type WaitOptions, type Wanted } from './message-log.js';
import { PendingRequests } from './pending-requests.js';
import { eventThat, isEvent, type ServerEvent } from './server-event.js';
import { endWebSocket, openWebSocket, socketOf } from './web-socket.js';

/**
 * A connection for tests about messages: sends requests, notifications and any frame as they are told, keeps everything it receives, and
 * waits for messages. Processes and files are for a client of `exec-server/client`.
 *
 * @example
 * ```ts
 * const client = await new TestClient(url).connect();
 * client.sendText('{"id":1,"method":"no/such"}');
 * const answer = await client.waitForMessage((message) => 'id' in message && message.id === 1);
 * ```
 */
export class TestClient implements AsyncDisposable {
  readonly url: string;
  readonly #log = new MessageLog();
  readonly #requests = new PendingRequests();
  #websocket: WebSocket | undefined;
  #closed: Promise<number> = Promise.resolve(0);
  #sessionId: string | undefined;
  #isReconnecting = false;

  constructor(url: string) {
    this.url = url;
  }

  /** The session of the last `initialize`. */
  get sessionId(): string {
    if (this.#sessionId === undefined) {
      throw new Error('the client has not been initialized');
    }
    return this.#sessionId;
  }

  /** Every notification so far, over all connections of this client. */
  get events(): readonly ServerEvent[] {
    return this.#log.messages.filter(isEvent);
  }

  /** The socket of the WebSocket, for tests that stall or break it. */
  get socket(): Socket {
    if (this.#websocket === undefined) {
      throw new Error('the client is not connected');
    }
    return socketOf(this.#websocket);
  }

  /** Opens a connection without `initialize`. @throws {Error} when it is refused. */
  async connect(headers: Record<string, string> = {}): Promise<this> {
    const site = new CallSite(this.connect);
    const websocket = openWebSocket(this.url, headers);
    this.#closed = new Promise((resolve) => websocket.once('close', resolve));
    await new Promise<void>((resolve, reject) => {
      websocket.once('open', resolve);
      websocket.once('error', (error) => reject(site.applyTo(error)));
    });
    websocket.on('error', () => undefined);
    websocket.on('message', (data: Buffer) => {
      const message: ServerMessage = JSON.parse(data.toString('utf8'));
      this.#requests.settle(message);
      this.#log.record(message);
    });
    websocket.once('close', (code) => this.#ended(websocket, code));
    this.#websocket = websocket;
    this.#log.begin();
    return this;
  }

  /**
   * Sends `initialize` and `initialized`, for a new session or to resume the given one.
   *
   * @param extensions - of the protocol to ask for; by default none, as the Codex CLI
   */
  async initialize(
    resumeSessionId?: string,
    extensions?: ExtensionsParams,
  ): Promise<InitializeResult> {
    const params = {
      clientName: 'exec-server/testing',
      resumeSessionId: resumeSessionId ?? null,
      ...(extensions && { extensions }),
    };
    const result = await this.request<InitializeResult>('initialize', params);
    this.#sessionId = result.sessionId;
    this.notify('initialized', {});
    return result;
  }

  /**
   * Resolves with the result. @throws {RequestFailed} for an error reply, {Error} when the connection ends
   * first.
   */
  async request<Result = unknown>(method: string, params?: unknown): Promise<Result> {
    return (await this.#ask(method, params, new CallSite(this.request))) as Result;
  }

  notify(method: string, params?: unknown): void {
    this.sendText(JSON.stringify({ method, params }));
  }

  /** Sends a text frame unchanged, valid JSON-RPC or not. */
  sendText(text: string): void {
    this.#open().send(text);
  }

  /** Sends a binary frame unchanged. */
  sendBinary(bytes: Uint8Array): void {
    this.#open().send(bytes);
  }

  /**
   * Resolves with the first matching notification, already received or still to come.
   *
   * @throws {Error} after the timeout, or as soon as the connection has ended.
   */
  waitForEvent(
    predicate: (event: ServerEvent) => boolean,
    options: WaitOptions = {},
  ): Promise<ServerEvent> {
    const missing = () => 'no matching event';
    const wanted = { ...options, predicate: eventThat(predicate), missing };
    return this.#wait(wanted, new CallSite(this.waitForEvent)) as Promise<ServerEvent>;
  }

  /** Likewise for any message of the server, replies included. */
  waitForMessage(
    predicate: (message: ServerMessage) => boolean,
    options: WaitOptions = {},
  ): Promise<ServerMessage> {
    const missing = () => 'no matching message';
    return this.#wait({ ...options, predicate, missing }, new CallSite(this.waitForMessage));
  }

  /** Resolves with the WebSocket close code once the connection has ended; 1006 without a Close frame. */
  async waitForClose(): Promise<number> {
    return await this.#closed;
  }

  /** Ends the connection and resolves when it has ended; the session stays, detached. Pending waits reject. */
  async disconnect(mode: DisconnectMode = 'terminate'): Promise<void> {
    const websocket = this.#websocket;
    if (websocket === undefined) {
      return;
    }
    this.#websocket = undefined;
    endWebSocket(websocket, mode);
    await this.#closed;
  }

  /**
   * Opens a new connection in place of the current one, if any; with `resume` it resumes the session. Pending
   * waits continue.
   */
  async reconnect({ resume }: { resume: boolean }): Promise<InitializeResult> {
    this.#isReconnecting = true;
    try {
      await this.disconnect();
      await this.connect();
    } catch (error) {
      this.#log.end(`the connection could not be reopened: ${(error as Error).message}`);
      throw error;
    } finally {
      this.#isReconnecting = false;
    }
    return await this.initialize(resume ? this.sessionId : undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  #ask(method: string, params: unknown, site: CallSite): Promise<unknown> {
    const send = (id: number): void => this.sendText(JSON.stringify({ id, method, params }));
    return this.#requests.ask(method, site, send);
  }

  #wait(wanted: Wanted, site: CallSite): Promise<ServerMessage> {
    return site.applyToRejection(this.#log.waitFor(wanted));
  }

  /** A message on a closed connection would never be answered, and `ws` does not report it. */
  #open(): WebSocket {
    if (this.#websocket?.readyState === WebSocket.OPEN) {
      return this.#websocket;
    }
    throw new Error(`the client is not connected: ${this.#log.ended ?? 'it is still connecting'}`);
  }

  #ended(websocket: WebSocket, code: number): void {
    if (this.#websocket !== undefined && this.#websocket !== websocket) {
      return;
    }
    const reason = `the connection was closed (${code})`;
    this.#requests.fail(reason);
    if (!this.#isReconnecting) {
      this.#log.end(reason);
    }
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { ConnectionLost } from './connection-lost.js';
import { DurableRequests } from './durable-requests.js';
import { FollowedProcess } from './followed-process.js';
import type { FollowingOptions } from './following-options.js';
import { RequestRefused } from './request-refused.js';
import { WireConnection } from './wire-connection.js';
import type { AddressedEvent } from './wire-event.js';
import type { ReadPage, StartSpec } from './wire-messages.js';

const REDIAL_MS = 100;
const ALREADY_ATTACHED = -32_010;

/**
 * A client that behaves as the Codex client does when its connection drops (docs/protocol.md section 5.1): it
 * dials every 100 ms, resumes its session, reads what it has missed of each process that is not closed,
 * and sends again what was not answered. It differs in one thing: at a gap it goes on, and reports it.
 */
export class FollowingClient {
  readonly #url: string;
  readonly #recoveryMs: number;
  readonly #onBytes: ((count: number) => void) | undefined;
  readonly #processes = new Map<string, FollowedProcess>();
  readonly #unanswered = new DurableRequests();
  readonly #recoveries: number[] = [];
  #connection: WireConnection | undefined;
  #sessionId: string | null = null;
  #recovery: Promise<void> | undefined;
  #refusals = 0;
  #nextProcess = 1;
  #nextWrite = 1;
  #isClosed = false;

  private constructor(url: string, options: FollowingOptions) {
    this.#url = url;
    this.#recoveryMs = options.recoveryMs ?? 45_000;
    this.#onBytes = options.onBytes;
  }

  /** Opens a new session. @throws {ConnectionLost} when the connection does not last that long. */
  static async connect(url: string, options: FollowingOptions = {}): Promise<FollowingClient> {
    const client = new FollowingClient(url, options);
    client.#adopt(await client.#dial());
    return client;
  }

  /** The session; undefined before there is one. */
  get sessionId(): string | undefined {
    return this.#sessionId ?? undefined;
  }

  /** How long each return to the session took, in milliseconds. */
  get recoveries(): readonly number[] {
    return this.#recoveries;
  }

  /** How often the daemon answered that the session was attached elsewhere (−32010). */
  get refusals(): number {
    return this.#refusals;
  }

  /** Resolves when the client is connected; rejects when it has given up. */
  async connected(): Promise<void> {
    while (this.#recovery !== undefined) {
      await this.#recovery;
    }
  }

  /**
   * Starts a process. As the real client does, it does not start one again that got no answer, but has
   * it terminated.
   *
   * @throws {ConnectionLost} then.
   */
  async start({ argv, tty = false, pipeStdin = false }: StartSpec): Promise<FollowedProcess> {
    await this.connected();
    const processId = `p${this.#nextProcess}`;
    this.#nextProcess += 1;
    const process = new FollowedProcess(processId, this.#onBytes);
    this.#processes.set(processId, process);
    try {
      const env = { PATH: globalThis.process.env.PATH };
      const params = { processId, argv, cwd: 'file:///', env, tty, pipeStdin };
      await this.#requireConnection().request('process/start', params);
    } catch (error) {
      this.#processes.delete(processId);
      if (error instanceof ConnectionLost) {
        void this.terminate(process).catch(() => undefined);
      }
      throw error;
    }
    return process;
  }

  /** `start`, again under a new id as often as the connection is lost over it. */
  async startSurely(spec: StartSpec): Promise<FollowedProcess> {
    for (;;) {
      try {
        return await this.start(spec);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) {
          throw error;
        }
      }
    }
  }

  /** Resolves with the status; sent again with the same `writeId` after each resume until answered. */
  async write(process: FollowedProcess, bytes: Uint8Array): Promise<string> {
    const writeId = String(this.#nextWrite);
    this.#nextWrite += 1;
    const chunk = Buffer.from(bytes).toString('base64');
    const params = { processId: process.id, chunk, writeId };
    return (await this.request<{ status: string }>('process/write', params)).status;
  }

  /** Resolves with whether it was running, over as many connections as that takes. */
  async terminate({ id: processId }: FollowedProcess): Promise<boolean> {
    const params = { processId };
    const { running } = await this.request<{ running: boolean }>('process/terminate', params);
    return running;
  }

  /** Sends a request, again after each resume until it is answered. @throws {RequestRefused} for an error. */
  async request<Result>(method: string, params: unknown): Promise<Result> {
    return await this.#unanswered.add<Result>(method, params, this.#connection);
  }

  /** Drops the connection, and does not come back. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.drop();
  }

  #requireConnection(): WireConnection {
    if (this.#isClosed) {
      throw new Error('the client was closed');
    }
    if (this.#connection === undefined) {
      throw new ConnectionLost('not connected');
    }
    return this.#connection;
  }

  async #dial(): Promise<WireConnection> {
    const connection = await WireConnection.open(this.#url, (event) => this.#notify(event));
    try {
      const { sessionId } = await connection.request<{ sessionId: string }>('initialize', {
        clientName: 'exec-server-faults',
        resumeSessionId: this.#sessionId,
      });
      this.#sessionId = sessionId;
      return connection;
    } catch (error) {
      connection.drop();
      throw error;
    }
  }

  #adopt(connection: WireConnection): void {
    connection.notify('initialized', {});
    this.#connection = connection;
    for (const process of this.#processes.values()) {
      void this.#catchUp(connection, process);
    }
    this.#unanswered.sendAll(connection);
    connection.onLost(() => this.#lose());
  }

  #notify({ processId, event }: AddressedEvent): void {
    this.#processes.get(processId)?.announce(event);
  }

  async #catchUp(connection: WireConnection, process: FollowedProcess): Promise<void> {
    if (process.isClosed) {
      return;
    }
    try {
      const params = {
        processId: process.id,
        afterSeq: process.lastSeq,
        maxBytes: null,
        waitMs: 0,
      };
      process.merge(await connection.request<ReadPage>('process/read', params));
    } catch (error) {
      // A lost connection is followed by another recovery, which reads again.
      if (!(error instanceof ConnectionLost)) {
        process.fail(error as Error);
      }
    }
  }

  #lose(): void {
    this.#connection = undefined;
    if (this.#isClosed) {
      this.#giveUp(new Error('the client was closed'));
      return;
    }
    for (const process of this.#processes.values()) {
      process.interrupt();
    }
    this.#recovery = this.#recover();
    this.#recovery.catch((error) => this.#giveUp(error));
  }

  async #recover(): Promise<void> {
    const began = performance.now();
    const connection = await this.#redial(began);
    this.#recovery = undefined;
    if (connection === undefined) {
      return;
    }
    this.#recoveries.push(performance.now() - began);
    this.#adopt(connection);
  }

  /** Undefined when the client was closed meanwhile. */
  async #redial(began: number): Promise<WireConnection | undefined> {
    while (!this.#isClosed) {
      try {
        return await this.#dial();
      } catch (error) {
        this.#requireRetriable(error as Error, performance.now() - began);
      }
      await delay(REDIAL_MS);
    }
    return undefined;
  }

  #requireRetriable(error: Error, elapsedMs: number): void {
    if (error instanceof RequestRefused && error.code === ALREADY_ATTACHED) {
      this.#refusals += 1;
    } else if (!(error instanceof ConnectionLost)) {
      throw error;
    }
    if (elapsedMs >= this.#recoveryMs) {
      throw new Error(`recovery timed out after ${this.#recoveryMs} ms: ${error.message}`);
    }
  }

  #giveUp(error: Error): void {
    for (const process of this.#processes.values()) {
      process.fail(error);
    }
    this.#unanswered.failAll(error);
  }
}

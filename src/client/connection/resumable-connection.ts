import type { EnvironmentInfo } from '../../protocol/environment.js';
import type { InitializeParams, InitializeResult } from '../../protocol/lifecycle.js';
import { ConnectionInterrupted, ConnectionLost } from '../errors.js';
import { AcknowledgementGate } from './acknowledgement-gate.js';
import { Backoff } from './backoff.js';
import type { Channel, ChannelListener } from './channel.js';
import { type HandshakeSettings, handshake, type Opened } from './handshake.js';
import { ListenerSet } from './listener-set.js';
import type { OutputEvent } from './messages.js';
import { lossOfClose, recover } from './recovery.js';
import type { ConnectionState, RequestOptions, SessionConnection } from './session-connection.js';
import { type Trace, type UnansweredRequest, UnansweredRequests } from './unanswered-requests.js';

export interface ConnectionSettings extends HandshakeSettings {
  readonly random: () => number;
  readonly trace?: Trace | undefined;
  /** How long a lost connection is dialled again. By default as long as the server keeps the session. */
  readonly recoveryMs: number | undefined;
  /** The params of `initialize`: of the first connection, and with the session that is to be attached again. */
  readonly initialize: (sessionId?: string) => InitializeParams;
}

/** How long servers without extensions keep a session, as upstream does. */
const USUAL_SESSION_TTL_MS = 80_000;
/** A connection that has lasted for so long was not one that the server drops. */
const STABLE_MS = 5000;
/** How long the server may take to close its end. */
const CLOSE_TIMEOUT_MS = 2000;

/** A session over one WebSocket after another. */
export class ResumableConnection implements SessionConnection {
  readonly acknowledgements = new AcknowledgementGate();
  readonly #settings: ConnectionSettings;
  readonly #notifications = new Map<string, ListenerSet<unknown>>();
  readonly #outputs = new ListenerSet<OutputEvent>();
  readonly #interruptions = new ListenerSet<void>();
  readonly #recoveries = new ListenerSet<void>();
  readonly #losses = new ListenerSet<ConnectionLost>();
  readonly #listener: ChannelListener = {
    onOutput: (event) => {
      this.#outage = undefined;
      this.#outputs.call(event);
    },
    onNotification: (method, params) => {
      this.#outage = undefined;
      this.#notifications.get(method)?.call(params);
    },
    onPing: (transport, payload) => this.acknowledgements.onPing(transport, payload),
    onClosed: (channel, code) => this.#interrupted(channel, code),
  };
  readonly #unanswered: UnansweredRequests;
  /** Ends a recovery when the client is closed. */
  readonly #abandonment = new AbortController();
  #channel: Channel | undefined;
  #initialized: InitializeResult | undefined;
  #generation = 0;
  #connectedMs = 0;
  #state: ConnectionState = 'recovering';
  /** Goes on until the server has done more than to accept a connection: one that drops each would be dialled without a pause. */
  #outage: { readonly beganMs: number; readonly backoff: Backoff } | undefined;
  #loss: ConnectionLost | undefined;

  private constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.#unanswered = new UnansweredRequests(settings.trace);
  }

  /** @throws {ConnectFailed} when no connection comes about, {RequestFailed} when the server refuses `initialize` */
  static async open(
    settings: ConnectionSettings,
    signal: AbortSignal,
  ): Promise<ResumableConnection> {
    const connection = new ResumableConnection(settings);
    connection.#adopt(await connection.#dial(settings.initialize(), signal));
    return connection;
  }

  get sessionId(): string {
    return this.#current.sessionId;
  }

  get generation(): number {
    return this.#generation;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get hasExtensions(): boolean {
    return this.#current.extensions !== undefined;
  }

  /** How long the server keeps the session after a disconnection; undefined where it does not tell. */
  get sessionTtlMs(): number | undefined {
    return this.#current.extensions?.sessionTtlMs;
  }

  get environment(): EnvironmentInfo {
    return this.#current.environmentInfo;
  }

  request<Result>(method: string, params: unknown, options: RequestOptions): Promise<Result> {
    if (this.#loss !== undefined) {
      return Promise.reject(this.#loss);
    }
    const { request, answer } = this.#unanswered.add(method, params, options);
    if (request !== undefined) {
      this.#send(request);
    }
    return answer as Promise<Result>;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the method
  onNotification(method: string, listener: (params: any) => void): () => void {
    const listeners = this.#notifications.get(method) ?? new ListenerSet();
    this.#notifications.set(method, listeners);
    return listeners.add(listener);
  }

  onOutput(listener: (event: OutputEvent) => void): () => void {
    return this.#outputs.add(listener);
  }

  onInterrupted(listener: () => void): () => void {
    return this.#interruptions.add(listener);
  }

  onRecovered(listener: () => void): () => void {
    return this.#recoveries.add(listener);
  }

  /** Called once, when the session is lost or the client closed. */
  onLost(listener: (loss: ConnectionLost) => void): () => void {
    return this.#losses.add(listener);
  }

  /** Ends the connection and leaves the session. Resolves when the server has closed its end, within 2 s. */
  async close(): Promise<void> {
    const channel = this.#channel;
    this.#lose(new ConnectionLost('closed', 'the client was closed'), 'closed');
    if (channel === undefined) {
      return;
    }
    const cancel = this.#settings.clock.schedule(CLOSE_TIMEOUT_MS, () =>
      channel.terminate('the client was closed'),
    );
    channel.close();
    await channel.closed;
    cancel();
  }

  get #current(): InitializeResult {
    if (this.#initialized === undefined) {
      throw new Error('the connection is not open yet');
    }
    return this.#initialized;
  }

  #dial(params: InitializeParams, signal: AbortSignal): Promise<Opened> {
    return handshake(this.#settings, params, this.#listener, signal);
  }

  #adopt({ channel, initialized }: Opened): void {
    this.#channel = channel;
    this.#initialized = initialized;
    this.#generation += 1;
    this.#connectedMs = this.#settings.clock.nowMs();
    this.#state = 'connected';
  }

  /** One that ends in its handshake is not the current one. */
  #interrupted(channel: Channel, closeCode: number): void {
    if (this.#channel !== channel) {
      return;
    }
    this.#channel = undefined;
    this.acknowledgements.forget();
    if (this.#loss !== undefined) {
      return;
    }
    const loss = lossOfClose(closeCode);
    if (loss !== undefined) {
      this.#lose(loss, 'lost');
      return;
    }
    this.#state = 'recovering';
    this.#interruptions.call();
    void this.#recover(closeCode);
  }

  async #recover(closeCode: number): Promise<void> {
    const { clock, random, recoveryMs, initialize } = this.#settings;
    if (clock.nowMs() - this.#connectedMs > STABLE_MS) {
      this.#outage = undefined;
    }
    this.#outage ??= { beganMs: clock.nowMs(), backoff: new Backoff(closeCode, random) };
    const { beganMs, backoff } = this.#outage;
    const limitMs = recoveryMs ?? this.sessionTtlMs ?? USUAL_SESSION_TTL_MS;
    const settings = {
      clock,
      backoff,
      recoveryMs: Math.max(0, beganMs + limitMs - clock.nowMs()),
      probesOthers: this.hasExtensions,
    };
    const open = (signal: AbortSignal) => this.#dial(initialize(this.sessionId), signal);
    let opened: Opened;
    try {
      opened = await recover(settings, open, this.#abandonment.signal);
    } catch (error) {
      this.#lose(error as ConnectionLost, 'lost');
      return;
    }
    const repeated = this.#unanswered.inOrder;
    this.#adopt(opened);
    try {
      this.#recoveries.call();
    } finally {
      for (const request of repeated) {
        this.#send(request);
      }
    }
  }

  #lose(loss: ConnectionLost, state: 'lost' | 'closed'): void {
    if (this.#loss !== undefined) {
      return;
    }
    this.#loss = loss;
    this.#state = state;
    this.#abandonment.abort();
    for (const { reject } of this.#unanswered.inOrder) {
      reject(loss);
    }
    this.#losses.call(loss);
  }

  #send(request: UnansweredRequest): void {
    const answered = (result: unknown): void => {
      this.#outage = undefined;
      request.resolve(result);
    };
    this.#channel?.request(request).then(answered, (error: Error) => {
      // It stays among the unanswered ones, which are sent on the next connection.
      if (!(error instanceof ConnectionInterrupted && request.isRepeated)) {
        request.reject(error);
      }
    });
  }
}

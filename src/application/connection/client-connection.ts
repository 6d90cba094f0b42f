import { ExecServerError } from '../../domain/errors.js';
import { type BlockFile, FileHandles } from '../../domain/files/file-handles.js';
import { SingleWatch } from '../../domain/files/single-watch.js';
import { printable } from '../../domain/printable.js';
import { OneShotEvent } from '../../domain/sessions/one-shot-event.js';
import type { Session } from '../../domain/sessions/session.js';
import { shortSessionId } from '../logging/log-redaction.js';
import type { ClientChannel } from '../ports/client-channel.js';
import type { LogFields } from '../ports/logger.js';
import type { PeerLoss } from '../ports/metrics.js';
import { RequestQueue } from './request-queue.js';

/** Methods that share a state check, as its error names them (docs/protocol.md section 4.2). */
export type MethodFamily =
  | 'exec'
  | 'filesystem'
  | 'http'
  | 'environment info'
  | 'environment status'
  | 'environment config'
  | 'capability discovery';

/** The remote end of a connection. */
export interface Peer {
  /** IP address; undefined where the transport has none. */
  readonly address?: string | undefined;
  /** The subject of its credential, if the authenticator named one. */
  readonly subject?: string | undefined;
}

/** The state of one connection: open, initialized with a session, ready for requests, closed. */
export class ClientConnection {
  readonly channel: ClientChannel;
  /**
   * Runs the file requests of this connection in order, reads beside reads; other requests do not wait for them. Each
   * waits until there is room for its reply, so that a client that does not read cannot make the server buffer files.
   */
  readonly fileRequests: RequestQueue;
  /** The same for capability discovery, whose replies may be as large. */
  readonly discoveryQueue: RequestQueue;
  /** The client's watch for missing paths; stopped with the connection. */
  readonly watch = new SingleWatch();
  /** IP address of the client; empty where the transport has none. */
  readonly address: string;
  /** Fires when the connection closes, or another connection takes its session over. */
  readonly closed = new OneShotEvent();
  readonly #subject: string | undefined;
  /** Closed with the connection. */
  readonly #ownHandles = new FileHandles<BlockFile>();
  #keepsFiles = false;
  #clientName: string | undefined;
  #session: Session | undefined;
  #isReady = false;
  #isObserver = false;

  constructor(channel: ClientChannel, { address = '', subject }: Peer = {}) {
    this.channel = channel;
    this.address = address;
    this.#subject = subject;
    this.fileRequests = new RequestQueue(() => channel.ready());
    this.discoveryQueue = new RequestQueue(() => channel.ready());
  }

  get isInitialized(): boolean {
    return this.#session !== undefined;
  }

  /** Whether it looks at its session without being attached to it. */
  get isObserver(): boolean {
    return this.#isObserver;
  }

  /** The session bound by `initialize`, even if another connection has taken it over. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** The log fields of this connection. */
  get facts(): LogFields {
    return {
      session: this.#session && shortSessionId(this.#session.id),
      address: this.address === '' ? undefined : this.address,
      client: this.#clientName && printable(this.#clientName),
      subject: this.#subject && printable(this.#subject),
    };
  }

  /** The files that its client has opened: those of the connection, or of the session where its client wants them kept. */
  get handles(): FileHandles<BlockFile> {
    return (this.#keepsFiles ? this.#session?.handles : undefined) ?? this.#ownHandles;
  }

  /** Files that its client opens belong to its session. */
  keepFilesWithSession(): void {
    this.#keepsFiles = true;
  }

  /** Sets the client's name, for the log. */
  introduce(clientName: string): void {
    this.#clientName = clientName;
  }

  /** Lets this connection look at the session. */
  observeSession(session: Session): void {
    this.#session = session;
    this.#isObserver = true;
    session.observe(this);
  }

  /** Attaches the session to this connection, which receives its events from now on. */
  bindSession(session: Session): void {
    this.#session = session;
    session.attach(this.channel);
    this.channel.onAcknowledged((processId, range) => session.acknowledge(processId, range));
    this.channel.onDrain(() => {
      if (session.isAttachedTo(this.channel)) {
        session.clearBackpressure();
      }
    });
  }

  /** The client confirmed the reply to `initialize`. Returns false when there was none. */
  markReady(): boolean {
    this.#isReady = this.isInitialized;
    return this.#isReady;
  }

  /** Closes the connection's state: ends what waits on it, closes its own files and stops its watch. */
  close(): void {
    this.closed.fire();
    this.#session?.stopObserving(this);
    this.watch.dispose();
    void this.#ownHandles.closeAll();
  }

  /** For a request that has waited. @throws {ExecServerError} when the connection has closed meanwhile. */
  requireOpen(): void {
    if (this.closed.hasFired) {
      throw sessionTakenOver();
    }
  }

  /**
   * The session, for a request of `family`.
   *
   * @throws {ExecServerError} before `initialize` and `initialized`, for an observer, and once the session has ended or
   * another connection has taken it over.
   */
  requireSession(family: MethodFamily): Session {
    if (this.#isObserver) {
      throw new ExecServerError(
        'invalid-request',
        'a connection that observes a session may only list, read, signal and terminate its processes',
      );
    }
    return this.requireVisibleSession(family);
  }

  /**
   * The same, for requests that an observer may make too. An observer still sees the processes of a session that has ended: its
   * client may end it with the exit of a process, before the observer has read that.
   */
  requireVisibleSession(family: MethodFamily): Session {
    if (this.#session === undefined) {
      throw new ExecServerError(
        'invalid-request',
        `client must call initialize before using ${family} methods`,
      );
    }
    if (!this.#isReady) {
      throw new ExecServerError(
        'invalid-request',
        `client must send initialized before using ${family} methods`,
      );
    }
    if (this.#session.ended.hasFired && !this.#isObserver) {
      throw new ExecServerError('invalid-request', 'session has ended');
    }
    const isVisible = this.#isObserver
      ? this.#session.isObservedBy(this)
      : this.#session.isAttachedTo(this.channel);
    if (!isVisible) {
      throw sessionTakenOver();
    }
    return this.#session;
  }
}

/** The error of a request whose session another connection took over meanwhile. */
const sessionTakenOver = (): ExecServerError =>
  new ExecServerError('invalid-request', 'session has been resumed by another connection');

/** How a connection ended, for the log and the metrics. Only the close code comes from the client. */
export interface ConnectionEnd {
  readonly reason: string;
  /** Close code (RFC 6455 section 7.4) of either side, if there is one. */
  readonly code?: number | undefined;
  /** Set where it was lost. */
  readonly loss?: PeerLoss | undefined;
}

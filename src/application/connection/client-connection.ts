import { ExecServerError } from '../../domain/errors.js';
import { FileHandles } from '../../domain/files/file-handles.js';
import { SingleWatch } from '../../domain/files/single-watch.js';
import { printable } from '../../domain/printable.js';
import type { Session } from '../../domain/sessions/session.js';
import { shortSessionId } from '../logging/session-reference.js';
import type { ClientChannel } from '../ports/client-channel.js';
import type { OpenFile } from '../ports/file-system.js';
import type { LogFields } from '../ports/logger.js';
import { SerialQueue } from './serial-queue.js';

/** Methods that share a state check, as its error names them (docs/protocol.md section 4.2). */
export type MethodFamily =
  | 'exec'
  | 'filesystem'
  | 'http'
  | 'environment info'
  | 'environment status'
  | 'environment config'
  | 'capability discovery';

/** Where a connection comes from. */
export interface Peer {
  /** IP address; undefined where there is none. */
  readonly address?: string | undefined;
  /** Whom its credential stands for, where it says so. */
  readonly subject?: string | undefined;
}

/** One connection's way through its life: open, initialized with a session, ready for requests, gone. */
export class ClientConnection {
  readonly channel: ClientChannel;
  /**
   * File requests take effect in the order in which they came; nothing else waits for them. Each waits until there
   * is room for its answer: a client that does not read must not have file after file held for it.
   */
  readonly fileRequests: SerialQueue;
  /** The same for what is looked together from many files, and may be as large. */
  readonly discoveryQueue: SerialQueue;
  /** Files that its client has opened; they are closed when the connection is gone. */
  readonly handles = new FileHandles<OpenFile>();
  /** Its client's watch for missing paths, which ends with the connection too. */
  readonly watch = new SingleWatch();
  /** IP address that the client comes from; empty where there is none. */
  readonly address: string;
  readonly #subject: string | undefined;
  readonly #closed = new AbortController();
  #clientName: string | undefined;
  #session: Session | undefined;
  #isReady = false;

  constructor(channel: ClientChannel, { address = '', subject }: Peer = {}) {
    this.channel = channel;
    this.address = address;
    this.#subject = subject;
    this.fileRequests = new SerialQueue(() => channel.ready());
    this.discoveryQueue = new SerialQueue(() => channel.ready());
  }

  /** Aborted when the connection is gone, or its session with another one. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  get isInitialized(): boolean {
    return this.#session !== undefined;
  }

  /** The session that `initialize` gave this connection, whoever holds it now. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** What every line of the log about it says. */
  get facts(): LogFields {
    return {
      session: this.#session && shortSessionId(this.#session.id),
      address: this.address === '' ? undefined : this.address,
      client: this.#clientName && printable(this.#clientName),
      subject: this.#subject && printable(this.#subject),
    };
  }

  /** The client says what it is called. */
  introduce(clientName: string): void {
    this.#clientName = clientName;
  }

  /** Attaches the session to this connection; its events flow from now on. */
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

  /** The client has seen the reply to `initialize`. Returns false when there was none. */
  markReady(): boolean {
    this.#isReady = this.isInitialized;
    return this.#isReady;
  }

  /** The connection is gone: what waits on it gives up, and what belongs to it ends. */
  close(): void {
    this.#closed.abort();
    this.watch.dispose();
    void this.handles.closeAll();
  }

  /**
   * The session, for a request of `family`.
   *
   * @throws {ExecServerError} before `initialize` and `initialized`, and once the session is elsewhere.
   */
  requireSession(family: MethodFamily): Session {
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
    if (!this.#session.isAttachedTo(this.channel)) {
      throw sessionTakenOver();
    }
    return this.#session;
  }
}

/** The error of a request whose session went to another connection meanwhile. */
export const sessionTakenOver = (): ExecServerError =>
  new ExecServerError('invalid-request', 'session has been resumed by another connection');

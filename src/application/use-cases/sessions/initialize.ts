import { ExecServerError } from '../../../domain/errors.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type Answer, mapAnswer } from '../../ports/answer.js';
import type { HostDescription, HostInformation } from '../../ports/host-information.js';
import type { ObserveSession } from './observe-session.js';
import type { OpenSession } from './open-session.js';
import type { Resume } from './resume.js';
import type { SessionExpiry } from './session-expiry.js';

export interface InitializeCommand {
  /** The client's name; used only for the log. */
  readonly clientName: string;
  /** The session to resume; undefined: create one. */
  readonly resumeSessionId: string | undefined;
  /** Undefined: the client knows only upstream's protocol. */
  readonly extensions: InitializeExtensions | undefined;
}

/** What a client may ask for that knows the extensions of the protocol. */
export interface InitializeExtensions {
  /** How long the session is to be kept after a disconnection; undefined: as it is. */
  readonly sessionTtlMs: number | undefined;
  /** Attach to the session that it resumes even if another connection is alive on it. */
  readonly takesOver: boolean;
  /** The session to look at, instead of opening or resuming one. */
  readonly observeSessionId: string | undefined;
}

export interface Initialized {
  readonly sessionId: string;
  readonly host: HostDescription;
  /** Undefined: the client has not asked for the extensions. */
  readonly sessionTtlMs: number | undefined;
}

/** Binds a session to a connection: a new one, or one that it resumes or observes. */
export class Initialize {
  readonly #openSession: OpenSession;
  readonly #resume: Resume;
  readonly #observe: ObserveSession;
  readonly #expiry: SessionExpiry;
  readonly #host: HostInformation;

  constructor(
    openSession: OpenSession,
    resume: Resume,
    observe: ObserveSession,
    expiry: SessionExpiry,
    host: HostInformation,
  ) {
    this.#openSession = openSession;
    this.#resume = resume;
    this.#observe = observe;
    this.#expiry = expiry;
    this.#host = host;
  }

  /**
   * Returns at once, unless another connection is attached to the session and must be probed first.
   *
   * @throws {ExecServerError} after an earlier success, when resuming fails, or above the limit of sessions.
   */
  execute(connection: ClientConnection, command: InitializeCommand): Answer<Initialized> {
    if (connection.isInitialized) {
      throw new ExecServerError(
        'invalid-request',
        'initialize may only be sent once per connection',
      );
    }
    connection.introduce(command.clientName);
    const { extensions } = command;
    if (extensions !== undefined) {
      connection.channel.enableExtensions();
      connection.keepFilesWithSession();
    }
    const host = this.#host.describe();
    const answer = (session: Session): Initialized => {
      if (!connection.isObserver) {
        session.timeToLiveMs = extensions?.sessionTtlMs ?? session.timeToLiveMs;
      }
      const sessionTtlMs = extensions && this.#expiry.timeToLiveMs(session);
      return { sessionId: session.id, host, sessionTtlMs };
    };
    return mapAnswer(this.#session(connection, command), answer);
  }

  #session(
    connection: ClientConnection,
    { resumeSessionId, extensions }: InitializeCommand,
  ): Answer<Session> {
    if (extensions?.observeSessionId !== undefined) {
      return this.#observe.execute(connection, extensions.observeSessionId);
    }
    return resumeSessionId === undefined
      ? this.#openSession.execute(connection)
      : this.#resume.execute(connection, resumeSessionId, extensions?.takesOver);
  }
}

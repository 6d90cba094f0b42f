import { ExecServerError } from '../../../domain/errors.js';
import { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { Limits } from '../../limits/limits.js';
import type { HostDescription, HostInformation } from '../../ports/host-information.js';
import type { IdGenerator } from '../../ports/id-generator.js';
import type { Logger } from '../../ports/logger.js';
import type { SessionStore } from '../../ports/session-store.js';
import type { Resume } from './resume.js';

export interface InitializeCommand {
  /** The client's name; used only for the log. */
  readonly clientName: string;
  /** The session to resume; undefined: create one. */
  readonly resumeSessionId: string | undefined;
}

export interface Initialized {
  readonly sessionId: string;
  readonly host: HostDescription;
}

/** Binds a session to a connection: a new one, or one that it resumes. */
export class Initialize {
  readonly #resume: Resume;
  readonly #sessions: SessionStore;
  readonly #ids: IdGenerator;
  readonly #host: HostInformation;
  readonly #limits: Pick<Limits, 'maxSessions'>;
  readonly #logger: Logger;

  constructor(
    resume: Resume,
    sessions: SessionStore,
    ids: IdGenerator,
    host: HostInformation,
    limits: Pick<Limits, 'maxSessions'>,
    logger: Logger,
  ) {
    this.#resume = resume;
    this.#sessions = sessions;
    this.#ids = ids;
    this.#host = host;
    this.#limits = limits;
    this.#logger = logger;
  }

  /**
   * Returns at once, unless another connection is attached to the session and must be probed first.
   *
   * @throws {ExecServerError} after an earlier success, when resuming fails, or above the limit of sessions.
   */
  execute(
    connection: ClientConnection,
    command: InitializeCommand,
  ): Initialized | Promise<Initialized> {
    if (connection.isInitialized) {
      throw new ExecServerError(
        'invalid-request',
        'initialize may only be sent once per connection',
      );
    }
    connection.introduce(command.clientName);
    const host = this.#host.describe();
    const answer = ({ id }: Session): Initialized => ({ sessionId: id, host });
    if (command.resumeSessionId === undefined) {
      return answer(this.#open(connection));
    }
    const session = this.#resume.execute(connection, command.resumeSessionId);
    return session instanceof Promise ? session.then(answer) : answer(session);
  }

  #open(connection: ClientConnection): Session {
    const { maxSessions } = this.#limits;
    if (this.#sessions.size >= maxSessions) {
      throw new ExecServerError(
        'failed',
        `too many sessions: this exec-server keeps at most ${maxSessions} (--max-sessions)`,
      );
    }
    const session = new Session(this.#ids.sessionId());
    this.#sessions.add(session);
    connection.bindSession(session);
    this.#logger.info('session opened', connection.facts);
    return session;
  }
}

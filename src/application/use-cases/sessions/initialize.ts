import { ExecServerError } from '../../../domain/errors.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { HostDescription, HostInformation } from '../../ports/host-information.js';
import type { OpenSession } from './open-session.js';
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
  readonly #openSession: OpenSession;
  readonly #resume: Resume;
  readonly #host: HostInformation;

  constructor(openSession: OpenSession, resume: Resume, host: HostInformation) {
    this.#openSession = openSession;
    this.#resume = resume;
    this.#host = host;
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
      return answer(this.#openSession.execute(connection));
    }
    const session = this.#resume.execute(connection, command.resumeSessionId);
    return session instanceof Promise ? session.then(answer) : answer(session);
  }
}

import { randomUUID } from 'node:crypto';
import { NOTIFICATIONS } from '../../protocol/methods.js';
import type { ProcessClosedParams, ProcessExitedParams } from '../../protocol/process.js';
import type { ResumableConnection } from '../connection/resumable-connection.js';
import type { FollowerListener, FollowerRegistry } from './follower.js';
import type { ProcessEvent } from './process-event.js';
import { ProcessFollower } from './process-follower.js';

/** The processes of a session that are followed. */
export class ProcessRegistry implements FollowerRegistry {
  readonly #connection: ResumableConnection;
  readonly #followers = new Map<string, ProcessFollower>();
  /** Begins the ids of processes that this client starts; other clients of the session have others. */
  readonly #ownPrefix = `${randomUUID().slice(0, 8)}-`;
  #nextId = 1;

  constructor(connection: ResumableConnection) {
    this.#connection = connection;
    connection.onOutput(({ processId, seq, stream, bytes }) =>
      this.#take(processId, { kind: 'output', seq, stream, bytes }),
    );
    connection.onNotification(NOTIFICATIONS.processExited, (params: ProcessExitedParams) =>
      this.#take(params.processId, toExited(params)),
    );
    connection.onNotification(
      NOTIFICATIONS.processClosed,
      ({ processId, seq }: ProcessClosedParams) => this.#take(processId, { kind: 'closed', seq }),
    );
    connection.onRecovered(() => {
      for (const follower of this.#followers.values()) {
        follower.recover();
      }
    });
    connection.onLost((loss) => {
      for (const follower of [...this.#followers.values()]) {
        follower.fail(loss);
      }
    });
  }

  /** An id that no process of the session has. */
  newId(): string {
    const id = `${this.#ownPrefix}${this.#nextId}`;
    this.#nextId += 1;
    return id;
  }

  follow(id: string, afterSeq: number, listener: FollowerListener): ProcessFollower {
    const follower = new ProcessFollower(id, afterSeq, this.#connection, {
      ...listener,
      onReleased: () => this.#followers.delete(id),
    });
    this.#followers.set(id, follower);
    return follower;
  }

  #take(processId: string, event: ProcessEvent): void {
    const follower = this.#followers.get(processId);
    if (follower !== undefined) {
      follower.take(event);
    } else if (!processId.startsWith(this.#ownPrefix)) {
      // The process has no follower yet: unacknowledged, its output stays with the server.
      this.#connection.acknowledgements.setSlow(processId, true);
    }
  }
}

const toExited = ({ seq, exitCode, signal, sandboxDenied }: ProcessExitedParams): ProcessEvent => ({
  kind: 'exited',
  seq,
  exit: { exitCode, signal: signal ?? undefined, sandboxDenied },
});

import type { ProcessHandle } from '../../../domain/processes/process-handle.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { Clock } from '../../ports/clock.js';

const nothing = (): void => undefined;

/**
 * Removes a closed process after `retentionMs` in which its client could read it. While the session is detached no time
 * passes, and a resume starts it anew: what the client has not read stays as long as its session. One that the client has begun to
 * read stays until it has the rest, however slow it is. After the end of the session it stays for as long as an observer could read it,
 * at most for `retentionMs`.
 */
export class ClosedProcessRemoval {
  readonly #clock: Clock;
  readonly #retentionMs: number;
  readonly #session: Session;
  readonly #process: Pick<ProcessHandle, 'resumeHold'>;
  readonly #remove: () => void;
  #isClosed = false;
  #stopTimer: () => void = nothing;
  #stopListening: readonly (() => unknown)[] = [];

  /** @param remove - is called once. */
  constructor(
    clock: Clock,
    retentionMs: number,
    session: Session,
    process: Pick<ProcessHandle, 'resumeHold'>,
    remove: () => void,
  ) {
    this.#clock = clock;
    this.#retentionMs = retentionMs;
    this.#session = session;
    this.#process = process;
    this.#remove = remove;
  }

  /** The process has closed. */
  start(): void {
    this.#isClosed = true;
    this.update(this.#session.isAttached);
    const { ended, released } = this.#session;
    this.#stopListening = [
      ended.onFire(() => this.update(true)),
      released.onFire(() => this.#finish()),
    ];
  }

  /** A client has attached to the session or detached from it. */
  update(isAttached: boolean): void {
    this.#stopTimer();
    this.#stopTimer =
      this.#isClosed && isAttached
        ? this.#clock.schedule(this.#retentionMs, () => this.#expire())
        : nothing;
  }

  #expire(): void {
    if (this.#process.resumeHold.isPartlyRead && !this.#session.ended.hasFired) {
      this.update(true);
    } else {
      this.#finish();
    }
  }

  #finish(): void {
    this.#isClosed = false;
    this.#stopTimer();
    for (const stop of this.#stopListening) {
      stop();
    }
    this.#remove();
  }
}

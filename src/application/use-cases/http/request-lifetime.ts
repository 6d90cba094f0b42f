import { ExchangeFailed } from '../../../domain/http/http-request-failed.js';
import type { Clock } from '../../ports/clock.js';

/** How long an exchange may go on: until its time is up, its client has gone, or it is over. */
export class RequestLifetime {
  readonly #controller = new AbortController();
  readonly #gone: AbortSignal;
  readonly #stopTimer: () => void;
  readonly #onEnd: (() => void)[] = [];
  #isOver = false;

  /** @param timeoutMs undefined: as long as it takes. */
  constructor(clock: Clock, gone: AbortSignal, timeoutMs: number | undefined) {
    this.#gone = gone;
    this.#stopTimer =
      timeoutMs === undefined
        ? () => undefined
        : clock.schedule(timeoutMs, () => this.#controller.abort(TOO_LATE));
    if (gone.aborted) {
      this.#leave();
    } else {
      gone.addEventListener('abort', this.#leave, { once: true });
    }
  }

  /** Aborted when the exchange must be broken off, with the reason where the client may see it. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Calls `action` when the exchange is over, also when its client has gone. */
  onEnd(action: () => void): void {
    if (this.#isOver) {
      action();
    } else {
      this.#onEnd.push(action);
    }
  }

  /** The exchange is over: what it held is let go. */
  end(): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    this.#stopTimer();
    this.#gone.removeEventListener('abort', this.#leave);
    for (const action of this.#onEnd) {
      action();
    }
  }

  readonly #leave = (): void => {
    this.#controller.abort();
    this.end();
  };
}

const TOO_LATE = new ExchangeFailed('it took longer than timeoutMs');

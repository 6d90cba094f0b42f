import { ExchangeFailed } from '../../../domain/http/http-request-failed.js';
import type { Clock } from '../../ports/clock.js';

/** The lifetime of a request: it ends at its timeout, when its connection closes, or when it is done. */
export class RequestLifetime {
  readonly #controller = new AbortController();
  readonly #gone: AbortSignal;
  readonly #stopTimer: () => void;
  readonly #onEnd: (() => void)[] = [];
  #isOver = false;

  /** @param timeoutMs undefined: no timeout. */
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

  /**
   * Aborted when the request must be cancelled; its reason is an error for the client where it is a timeout.
   */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Calls `action` when the request ends, for whatever reason. */
  onEnd(action: () => void): void {
    if (this.#isOver) {
      action();
    } else {
      this.#onEnd.push(action);
    }
  }

  /** The request is done: releases what it holds. */
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

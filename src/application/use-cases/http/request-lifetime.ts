import { ExchangeFailed } from '../../../domain/http/http-message.js';
import type { Clock } from '../../ports/clock.js';

/** The lifetime of a request: it ends at its timeout, when its connection closes, or when it is done. */
export class RequestLifetime {
  readonly #controller = new AbortController();
  readonly #closed: AbortSignal;
  readonly #stopTimer: () => void;
  readonly #onEnd: (() => void)[] = [];
  #hasEnded = false;

  /** @param timeoutMs undefined: no timeout. */
  constructor(clock: Clock, closed: AbortSignal, timeoutMs: number | undefined) {
    this.#closed = closed;
    this.#stopTimer =
      timeoutMs === undefined
        ? () => undefined
        : clock.schedule(timeoutMs, () => this.#controller.abort(TOO_LATE));
    if (closed.aborted) {
      this.#cancel();
    } else {
      closed.addEventListener('abort', this.#cancel, { once: true });
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
    if (this.#hasEnded) {
      action();
    } else {
      this.#onEnd.push(action);
    }
  }

  /** The request is done: releases what it holds. */
  end(): void {
    if (this.#hasEnded) {
      return;
    }
    this.#hasEnded = true;
    this.#stopTimer();
    this.#closed.removeEventListener('abort', this.#cancel);
    for (const action of this.#onEnd) {
      action();
    }
  }

  readonly #cancel = (): void => {
    this.#controller.abort();
    this.end();
  };
}

const TOO_LATE = new ExchangeFailed('it took longer than timeoutMs');

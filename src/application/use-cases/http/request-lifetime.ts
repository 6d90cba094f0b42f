import { ExchangeFailed } from '../../../domain/http/http-message.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { Clock } from '../../ports/clock.js';

/** The lifetime of a request: it ends at its timeout, when its connection closes, or when it is done. */
export class RequestLifetime {
  readonly #controller = new AbortController();
  readonly #stopTimer: () => void;
  #stopListening: () => void = () => undefined;
  readonly #onEnd: (() => void)[] = [];
  #hasEnded = false;

  /** @param timeoutMs undefined: no timeout. */
  constructor(clock: Clock, closed: OneShotEvent, timeoutMs: number | undefined) {
    this.#stopTimer =
      timeoutMs === undefined
        ? () => undefined
        : clock.schedule(timeoutMs, () => this.#controller.abort(TOO_LATE));
    this.#stopListening = closed.onFire(() => this.#cancel());
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
    this.#stopListening();
    for (const action of this.#onEnd) {
      action();
    }
  }

  #cancel(): void {
    this.#controller.abort();
    this.end();
  }
}

const TOO_LATE = new ExchangeFailed('it took longer than timeoutMs');

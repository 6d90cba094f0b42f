/** Defers an event's notification until the reply that announces it has been sent. */
export class AfterReply {
  readonly #notify: () => void;
  #isTriggered = false;
  #isReplied = false;

  constructor(notify: () => void) {
    this.#notify = notify;
  }

  readonly trigger = (): void => {
    this.#isTriggered = true;
    if (this.#isReplied) {
      this.#notify();
    }
  };

  readonly replied = (): void => {
    this.#isReplied = true;
    if (this.#isTriggered) {
      this.#notify();
    }
  };
}

/** Tells a client of something once it has happened, but never before the answer that announces it. */
export class AfterReply {
  readonly #notify: () => void;
  #isTriggered = false;
  #isReplied = false;

  constructor(tell: () => void) {
    this.#notify = tell;
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

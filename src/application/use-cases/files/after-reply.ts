/** Tells a client of something once it has happened, but never before the answer that announces it. */
export class BehindAnswer {
  readonly #tell: () => void;
  #hasHappened = false;
  #isAnswered = false;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  readonly happened = (): void => {
    this.#hasHappened = true;
    if (this.#isAnswered) this.#tell();
  };

  readonly answered = (): void => {
    this.#isAnswered = true;
    if (this.#hasHappened) this.#tell();
  };
}

import type { Answer } from '../../../application/ports/answer.js';
import type { CachedFiles } from './cached-files.js';

/** Answers in one turn of the event loop: about 1 ms, in which no other connection is served. */
const MAX_IN_A_TURN = 32;

/** Asks `CachedFiles`, which is loaded for the first question, and lets the event loop turn in between. */
export class CachedAnswers {
  readonly #load: () => Promise<CachedFiles | undefined>;
  #loading: Promise<CachedFiles | undefined> | undefined;
  #files: CachedFiles | undefined;
  #left = MAX_IN_A_TURN;
  #nextTurn: Promise<void> | undefined;

  /** @param load resolves with undefined where there is no answer to anything. */
  constructor(load: () => Promise<CachedFiles | undefined>) {
    this.#load = load;
  }

  ask<T>(question: (files: CachedFiles) => T | undefined): Answer<T | undefined> {
    if (this.#files === undefined || this.#left === 0) {
      return this.#askLater(question);
    }
    this.#left -= 1;
    return question(this.#files);
  }

  async #askLater<T>(question: (files: CachedFiles) => T | undefined): Promise<T | undefined> {
    this.#loading ??= this.#load();
    this.#files = await this.#loading;
    if (this.#files === undefined) {
      return undefined;
    }
    while (this.#left === 0) {
      this.#nextTurn ??= this.#turn();
      await this.#nextTurn;
    }
    return this.ask(question);
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#left = MAX_IN_A_TURN;
        this.#nextTurn = undefined;
        resolve();
      });
    });
  }
}

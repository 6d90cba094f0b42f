/** Between the first attempts; doubles with each. */
const FIRST_MS = 100;
const LONGEST_MS = 5000;
/** Close codes of a server that is stopping or restarting (RFC 6455 section 7.4, IANA registry). */
const RESTARTING: readonly number[] = [1001, 1012];

/** How long to wait before each attempt to connect again: exponential, with full jitter. */
export class Backoff {
  readonly #random: () => number;
  #attempt = 0;
  #isImmediate: boolean;

  /** @param closeCode of the connection that was lost: the first attempt is made at once if the server said that it goes */
  constructor(closeCode: number, random: () => number) {
    this.#isImmediate = RESTARTING.includes(closeCode);
    this.#random = random;
  }

  nextMs(): number {
    if (this.#isImmediate) {
      this.#isImmediate = false;
      return 0;
    }
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#attempt);
    this.#attempt += 1;
    return this.#random() * longest;
  }
}

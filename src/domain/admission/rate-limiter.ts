import { rateLimitKey } from './client-network.js';

/** How many guesses an address has. */
export interface RateLimit {
  /** Guesses that may come at once, and in `windowMs` over and over. */
  readonly maxAttempts: number;
  readonly windowMs: number;
  /** Addresses that are remembered; beyond it those that were heard of longest ago are forgotten. */
  readonly maxAddresses: number;
}

interface Record {
  /** What the guesses that still count cost, each `msPerGuess`: it is paid off by waiting. */
  debtMs: number;
  atMs: number;
  /** Those made last: a client that repeats itself does not guess. */
  readonly latest: string[];
}

const REMEMBERED_KEYS = 4;

/**
 * Counts the wrong guesses of each peer address, and says how long one that has made too many must wait.
 * Guesses are forgiven at an even pace.
 */
export class RateLimiter {
  readonly #rules: RateLimit;
  /** Oldest first. */
  readonly #records = new Map<string, Record>();

  constructor(rules: RateLimit) {
    this.#rules = rules;
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#records.size;
  }

  /** How long the address must wait before it may guess again; 0: it need not. */
  waitMs(address: string, nowMs: number): number {
    const record = this.#records.get(rateLimitKey(address));
    if (record === undefined) {
      return 0;
    }
    const affordable = this.#rules.windowMs - this.#msPerAttempt;
    return Math.max(0, Math.ceil(debtAt(record, nowMs) - affordable));
  }

  /** Counts a wrong guess. Returns true when it is the one that leaves the address without any. */
  recordFailure(address: string, guess: string, nowMs: number): boolean {
    const record = this.#touch(rateLimitKey(address), nowMs);
    if (record.latest.includes(guess)) {
      return false;
    }
    record.latest.push(guess);
    if (record.latest.length > REMEMBERED_KEYS) {
      record.latest.shift();
    }
    const wasFree = this.waitMs(address, nowMs) === 0;
    record.debtMs = Math.min(this.#rules.windowMs, record.debtMs + this.#msPerAttempt);
    return wasFree && this.waitMs(address, nowMs) > 0;
  }

  get #msPerAttempt(): number {
    return this.#rules.windowMs / this.#rules.maxAttempts;
  }

  /** The record of an address at this time, the newest of all. */
  #touch(key: string, nowMs: number): Record {
    const known = this.#records.get(key);
    const record = known ?? { debtMs: 0, atMs: nowMs, latest: [] };
    record.debtMs = debtAt(record, nowMs);
    record.atMs = nowMs;
    this.#records.delete(key);
    this.#records.set(key, record);
    const [oldest] = this.#records.keys();
    if (this.#records.size > this.#rules.maxAddresses && oldest !== undefined) {
      this.#records.delete(oldest);
    }
    return record;
  }
}

const debtAt = ({ debtMs, atMs }: Record, nowMs: number): number =>
  Math.max(0, debtMs - (nowMs - atMs));

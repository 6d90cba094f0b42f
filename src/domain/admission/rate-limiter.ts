import { rateLimitKey } from './client-network.js';

/** How many failures an address may have. */
export interface RateLimit {
  /** Failures that may come in one burst, and in each `windowMs` after that. */
  readonly maxAttempts: number;
  readonly windowMs: number;
  /** Addresses kept; beyond it the least recently active one is forgotten. */
  readonly maxAddresses: number;
}

interface Record {
  /**
   * Cost of the failures that still count, `windowMs / maxAttempts` each; it decreases by one millisecond per
   * millisecond.
   */
  debtMs: number;
  atMs: number;
  /** Keys of the last failures: a repeated one is not counted again. */
  readonly latest: string[];
}

const REMEMBERED_KEYS = 4;

/**
 * Leaky bucket per address: counts failed attempts, and says how long an address with too many must wait.
 * Attempts are replenished one by one, `windowMs / maxAttempts` apart.
 */
export class RateLimiter {
  readonly #rules: RateLimit;
  /** Least recently active first. */
  readonly #records = new Map<string, Record>();

  constructor(rules: RateLimit) {
    this.#rules = rules;
  }

  /** Addresses kept. */
  get size(): number {
    return this.#records.size;
  }

  /** Milliseconds until the address may try again; 0: now. */
  waitMs(address: string, nowMs: number): number {
    const record = this.#records.get(rateLimitKey(address));
    if (record === undefined) {
      return 0;
    }
    const affordable = this.#rules.windowMs - this.#msPerAttempt;
    return Math.max(0, Math.ceil(debtAt(record, nowMs) - affordable));
  }

  /**
   * Counts a failed attempt; a repeat of one of the last four keys is not counted. Returns true for the one
   * that exhausts the limit of its address.
   */
  recordFailure(address: string, attemptKey: string, nowMs: number): boolean {
    const record = this.#touch(rateLimitKey(address), nowMs);
    if (record.latest.includes(attemptKey)) {
      return false;
    }
    record.latest.push(attemptKey);
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

  /** The record of an address at `nowMs`, moved to the end of the map. */
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

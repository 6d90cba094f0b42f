import { describe, expect, test } from '@jest/globals';
import { RateLimiter } from '../../../src/domain/admission/rate-limiter.js';

const RULES = { maxAttempts: 3, windowMs: 3000, maxAddresses: 2 };

/** A rate limiter whose address 'a' has made that many different failed attempts at time 0. */
const limiterAfter = (attempts: number): RateLimiter => {
  const limiter = new RateLimiter(RULES);
  for (let i = 0; i < attempts; i += 1) {
    limiter.recordFailure('a', `attempt ${i}`, 0);
  }
  return limiter;
};

describe('RateLimiter', () => {
  test.each([0, 1, 2])('lets an address with %d of 3 failed attempts try at once', (attempts) => {
    expect(limiterAfter(attempts).waitMs('a', 0)).toBe(0);
  });

  test.each([3, 4, 100])(
    'makes an address with %d failed attempts wait until one is replenished, after a third of the window',
    (attempts) => {
      const limiter = limiterAfter(attempts);
      expect(limiter.waitMs('a', 0)).toBe(1000);
      expect(limiter.waitMs('a', 400)).toBe(600);
      expect(limiter.waitMs('a', 1000)).toBe(0);
    },
  );

  test('allows one more attempt for each one that is replenished', () => {
    const limiter = limiterAfter(3);
    limiter.recordFailure('a', 'later', 1000);
    expect(limiter.waitMs('a', 1000)).toBe(1000);
    limiter.recordFailure('a', 'and later', 3000);
    expect(limiter.waitMs('a', 3000)).toBe(0);
    limiter.recordFailure('a', 'at once', 3000);
    expect(limiter.waitMs('a', 3000)).toBe(1000);
  });

  test('allows all 3 attempts again after the whole window', () => {
    const limiter = limiterAfter(3);
    for (const attempt of ['x', 'y']) {
      limiter.recordFailure('a', attempt, 3000);
    }
    expect(limiter.waitMs('a', 3000)).toBe(0);
    limiter.recordFailure('a', 'z', 3000);
    expect(limiter.waitMs('a', 3000)).toBe(1000);
  });

  test('counts a repeated attempt once', () => {
    const limiter = new RateLimiter(RULES);
    for (let i = 0; i < 100; i += 1) {
      limiter.recordFailure('a', `attempt ${i % 2}`, 0);
    }
    expect(limiter.waitMs('a', 0)).toBe(0);
  });

  test('recordFailure returns true once, when the last attempt is used up', () => {
    const limiter = new RateLimiter(RULES);
    const told = ['1', '2', '3', '4', '5'].map((attempt) => limiter.recordFailure('a', attempt, 0));
    expect(told).toEqual([false, false, true, false, false]);
  });

  test('does not count the attempts of one address against another', () => {
    const limiter = limiterAfter(3);
    expect(limiter.waitMs('b', 0)).toBe(0);
    expect(limiter.waitMs('2001:db8::1', 0)).toBe(0);
  });

  test('counts all addresses of an IPv6 /64 network together', () => {
    const limiter = new RateLimiter(RULES);
    for (const host of ['1', '2', '3']) {
      limiter.recordFailure(`2001:db8::${host}`, host, 0);
    }
    expect(limiter.waitMs('2001:db8::4', 0)).toBe(1000);
    expect(limiter.waitMs('2001:db8:0:1::4', 0)).toBe(0);
  });
});

describe('RateLimiter memory', () => {
  test('forgets the address with the oldest failure beyond 2 addresses', () => {
    const limiter = limiterAfter(3);
    limiter.recordFailure('b', 'x', 1);
    limiter.recordFailure('a', 'x', 2);
    limiter.recordFailure('c', 'x', 3);
    expect(limiter.size).toBe(2);
    expect(limiter.waitMs('a', 3)).toBeGreaterThan(0);
    for (let i = 0; i < 1000; i += 1) {
      limiter.recordFailure(`10.0.${i % 256}.${i}`, 'x', 4);
    }
    expect(limiter.size).toBe(2);
    expect(limiter.waitMs('a', 4)).toBe(0);
  });

  test('keeps no entry for an address that only asks', () => {
    const limiter = new RateLimiter(RULES);
    limiter.waitMs('a', 0);
    expect(limiter.size).toBe(0);
  });
});

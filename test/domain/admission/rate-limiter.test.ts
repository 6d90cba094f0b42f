import { describe, expect, test } from '@jest/globals';
import { RateLimiter } from '../../../src/domain/admission/rate-limiter.js';

const RULES = { maxAttempts: 3, windowMs: 3000, maxAddresses: 2 };

/** A throttle whose address 'a' has made that many different guesses at time 0. */
const guessed = (guesses: number): RateLimiter => {
  const throttle = new RateLimiter(RULES);
  for (let i = 0; i < guesses; i += 1) {
    throttle.recordFailure('a', `guess ${i}`, 0);
  }
  return throttle;
};

describe('An address', () => {
  test.each([0, 1, 2])('that has made %d of 3 guesses need not wait', (guesses) => {
    expect(guessed(guesses).waitMs('a', 0)).toBe(0);
  });

  test.each([3, 4, 100])('that has made %d must wait until one is forgiven', (guesses) => {
    const throttle = guessed(guesses);
    expect(throttle.waitMs('a', 0)).toBe(1000);
    expect(throttle.waitMs('a', 400)).toBe(600);
    expect(throttle.waitMs('a', 1000)).toBe(0);
  });

  test('has one guess more for each that is forgiven', () => {
    const throttle = guessed(3);
    throttle.recordFailure('a', 'later', 1000);
    expect(throttle.waitMs('a', 1000)).toBe(1000);
    throttle.recordFailure('a', 'and later', 3000);
    expect(throttle.waitMs('a', 3000)).toBe(0);
    throttle.recordFailure('a', 'at once', 3000);
    expect(throttle.waitMs('a', 3000)).toBe(1000);
  });

  test('has all of them again after the window', () => {
    const throttle = guessed(3);
    for (const guess of ['x', 'y']) {
      throttle.recordFailure('a', guess, 3000);
    }
    expect(throttle.waitMs('a', 3000)).toBe(0);
    throttle.recordFailure('a', 'z', 3000);
    expect(throttle.waitMs('a', 3000)).toBe(1000);
  });

  test('that repeats itself does not guess', () => {
    const throttle = new RateLimiter(RULES);
    for (let i = 0; i < 100; i += 1) {
      throttle.recordFailure('a', `guess ${i % 2}`, 0);
    }
    expect(throttle.waitMs('a', 0)).toBe(0);
  });

  test('tells when it has used up its last guess, once', () => {
    const throttle = new RateLimiter(RULES);
    const told = ['1', '2', '3', '4', '5'].map((guess) => throttle.recordFailure('a', guess, 0));
    expect(told).toEqual([false, false, true, false, false]);
  });

  test('is not held to the guesses of another', () => {
    const throttle = guessed(3);
    expect(throttle.waitMs('b', 0)).toBe(0);
    expect(throttle.waitMs('2001:db8::1', 0)).toBe(0);
  });

  test('shares those of its IPv6 network', () => {
    const throttle = new RateLimiter(RULES);
    for (const host of ['1', '2', '3']) {
      throttle.recordFailure(`2001:db8::${host}`, host, 0);
    }
    expect(throttle.waitMs('2001:db8::4', 0)).toBe(1000);
    expect(throttle.waitMs('2001:db8:0:1::4', 0)).toBe(0);
  });
});

describe('The memory of a throttle', () => {
  test('is bounded: those heard of longest ago are forgotten', () => {
    const throttle = guessed(3);
    throttle.recordFailure('b', 'x', 1);
    throttle.recordFailure('a', 'x', 2);
    throttle.recordFailure('c', 'x', 3);
    expect(throttle.size).toBe(2);
    expect(throttle.waitMs('a', 3)).toBeGreaterThan(0);
    for (let i = 0; i < 1000; i += 1) {
      throttle.recordFailure(`10.0.${i % 256}.${i}`, 'x', 4);
    }
    expect(throttle.size).toBe(2);
    expect(throttle.waitMs('a', 4)).toBe(0);
  });

  test('is not used for addresses that only ask', () => {
    const throttle = new RateLimiter(RULES);
    throttle.waitMs('a', 0);
    expect(throttle.size).toBe(0);
  });
});

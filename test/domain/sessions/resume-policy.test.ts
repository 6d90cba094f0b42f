import { describe, expect, test } from '@jest/globals';
import { ResumePolicy } from '../../../src/domain/sessions/resume-policy.js';

const policy = new ResumePolicy(80_000);
const attached = { isAttached: true, detachedAtMs: undefined };
const detachedAt = (detachedAtMs: number) => ({ isAttached: false, detachedAtMs });

test('a session that nobody knows is unknown', () => {
  expect(policy.decide(undefined, 0)).toBe('unknown');
});

test('an attached session is refused however old it is', () => {
  expect(policy.decide(attached, 0)).toBe('attached');
  expect(policy.decide(attached, 1e12)).toBe('attached');
  expect(policy.hasExpired(attached, 1e12)).toBe(false);
});

test('a session that was never held is free and does not expire', () => {
  const fresh = { isAttached: false, detachedAtMs: undefined };

  expect(policy.decide(fresh, 1e12)).toBe('resume');
});

describe.each([0, 123.5])('a session that was detached at %d', (at) => {
  test('may be resumed at once', () => {
    expect(policy.decide(detachedAt(at), at)).toBe('resume');
  });

  test('may be resumed until just before its time is over', () => {
    expect(policy.decide(detachedAt(at), at + 79_999.9)).toBe('resume');
    expect(policy.hasExpired(detachedAt(at), at + 79_999.9)).toBe(false);
  });

  test('is gone at the very moment its time is over: expiry wins', () => {
    expect(policy.decide(detachedAt(at), at + 80_000)).toBe('unknown');
    expect(policy.hasExpired(detachedAt(at), at + 80_000)).toBe(true);
  });

  test('stays gone', () => {
    expect(policy.decide(detachedAt(at), at + 1e12)).toBe('unknown');
  });
});

test('a time to live of nothing ends a session with its connection', () => {
  expect(new ResumePolicy(0).decide(detachedAt(5), 5)).toBe('unknown');
});

import { describe, expect, test } from '@jest/globals';
import { ResumePolicy } from '../../../src/domain/sessions/resume-policy.js';

const policy = new ResumePolicy(80_000);
const attached = { isAttached: true, detachedAtMs: undefined };
const detachedAt = (detachedAtMs: number) => ({ isAttached: false, detachedAtMs });

test('ResumePolicy takes a missing session for unknown', () => {
  expect(policy.decide(undefined, 0)).toBe('unknown');
});

test('ResumePolicy refuses an attached session, however old it is', () => {
  expect(policy.decide(attached, 0)).toBe('attached');
  expect(policy.decide(attached, 1e12)).toBe('attached');
  expect(policy.hasExpired(attached, 1e12)).toBe(false);
});

test('ResumePolicy lets a session that was never attached be resumed at any time', () => {
  const fresh = { isAttached: false, detachedAtMs: undefined };

  expect(policy.decide(fresh, 1e12)).toBe('resume');
});

describe.each([0, 123.5])('ResumePolicy for a session detached at %d', (at) => {
  test('lets it be resumed at once', () => {
    expect(policy.decide(detachedAt(at), at)).toBe('resume');
  });

  test('lets it be resumed until just before its TTL of 80 s ends', () => {
    expect(policy.decide(detachedAt(at), at + 79_999.9)).toBe('resume');
    expect(policy.hasExpired(detachedAt(at), at + 79_999.9)).toBe(false);
  });

  test('takes it for unknown at the moment its TTL ends', () => {
    expect(policy.decide(detachedAt(at), at + 80_000)).toBe('unknown');
    expect(policy.hasExpired(detachedAt(at), at + 80_000)).toBe(true);
  });

  test('takes it for unknown ever after', () => {
    expect(policy.decide(detachedAt(at), at + 1e12)).toBe('unknown');
  });
});

test('ResumePolicy with a TTL of 0 ends a session with its connection', () => {
  expect(new ResumePolicy(0).decide(detachedAt(5), 5)).toBe('unknown');
});

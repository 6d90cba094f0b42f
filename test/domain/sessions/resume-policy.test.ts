import { describe, expect, test } from '@jest/globals';
import { ResumePolicy } from '../../../src/domain/sessions/resume-policy.js';

const policy = new ResumePolicy(80_000);
const detachedAt = (detachedAtMs: number) => ({ detachedAtMs });

test('ResumePolicy never ends a session that is attached, or that never was', () => {
  expect(policy.hasExpired({ detachedAtMs: undefined }, 1e12)).toBe(false);
});

describe.each([0, 123.5])('ResumePolicy for a session detached at %d', (at) => {
  test('lets it be resumed at once', () => {
    expect(policy.hasExpired(detachedAt(at), at)).toBe(false);
  });

  test('lets it be resumed until just before its TTL of 80 s ends', () => {
    expect(policy.hasExpired(detachedAt(at), at + 79_999.9)).toBe(false);
  });

  test('ends it at the moment its TTL ends', () => {
    expect(policy.hasExpired(detachedAt(at), at + 80_000)).toBe(true);
  });

  test('keeps it ended ever after', () => {
    expect(policy.hasExpired(detachedAt(at), at + 1e12)).toBe(true);
  });
});

test('ResumePolicy with a TTL of 0 ends a session with its connection', () => {
  expect(new ResumePolicy(0).hasExpired(detachedAt(5), 5)).toBe(true);
});

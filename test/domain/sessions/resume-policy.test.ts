import { describe, expect, test } from '@jest/globals';
import { ResumePolicy } from '../../../src/domain/sessions/resume-policy.js';

const policy = new ResumePolicy(80_000);
const detachedAt = (detachedAtMs: number) => ({ detachedAtMs, timeToLiveMs: undefined });

test('ResumePolicy never ends a session that is attached, or that never was', () => {
  expect(policy.hasExpired({ detachedAtMs: undefined, timeToLiveMs: undefined }, 1e12)).toBe(false);
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

describe('ResumePolicy for a session with a time to live of its own', () => {
  const bounded = new ResumePolicy(80_000, 100_000);

  test.each([
    ['shorter than that of the policy', 10, 10],
    ['longer', 90_000, 90_000],
    ['above the maximum: the maximum', 200_000, 100_000],
  ])('keeps it for a time %s', (_, timeToLiveMs, keptMs) => {
    const session = { detachedAtMs: 5, timeToLiveMs };

    expect(bounded.timeToLiveMs(session)).toBe(keptMs);
    expect(bounded.hasExpired(session, 5 + keptMs - 0.1)).toBe(false);
    expect(bounded.hasExpired(session, 5 + keptMs)).toBe(true);
  });

  test('never has a maximum below the time to live of the policy', () => {
    expect(new ResumePolicy(80_000, 10).timeToLiveMs({ timeToLiveMs: 90_000 })).toBe(80_000);
  });
});

import { describe, expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const IDLE_MS = 60_000;
const TTL_MS = 80_000;

/** A harness, and how often it was told that the server is idle. */
const watched = (): { harness: UseCaseHarness; told: () => number } => {
  const harness = new UseCaseHarness({ sessionTtlMs: TTL_MS });
  let calls = 0;
  harness.useCases.awaitIdle.execute(IDLE_MS, () => {
    calls += 1;
  });
  return { harness, told: () => calls };
};

describe('AwaitIdle', () => {
  test('tells once that there has been no session for the time', () => {
    const { harness, told } = watched();
    harness.clock.advance(IDLE_MS - 1);
    expect(told()).toBe(0);
    harness.clock.advance(1);
    expect(told()).toBe(1);
    harness.clock.advance(10 * IDLE_MS);
    expect(told()).toBe(1);
  });

  test('an attached session is not idle, however long it is silent', () => {
    const { harness, told } = watched();
    harness.open();
    harness.clock.advance(10 * IDLE_MS);
    expect(told()).toBe(0);
  });

  test('a detached session is not idle: the time counts from its expiry', () => {
    const { harness, told } = watched();
    harness.open().drop();
    harness.clock.advance(TTL_MS + IDLE_MS - 1);
    expect(told()).toBe(0);
    harness.clock.advance(1);
    expect(told()).toBe(1);
  });

  test('the time counts from the end of the last session', () => {
    const { harness, told } = watched();
    const [first, last] = [harness.open(), harness.open()];
    harness.useCases.endSession.execute(first.connection);
    harness.clock.advance(IDLE_MS);
    harness.useCases.endSession.execute(last.connection);
    harness.clock.advance(IDLE_MS - 1);
    expect(told()).toBe(0);
    harness.clock.advance(1);
    expect(told()).toBe(1);
  });

  test('a server that stops is told of nothing', () => {
    const { harness, told } = watched();
    harness.useCases.awaitIdle.cancel();
    harness.clock.advance(IDLE_MS);
    expect(told()).toBe(0);
  });
});

import { describe, expect, test } from '@jest/globals';
import { RequestBudget } from '../../../../src/adapters/json-rpc/flow-control/request-budget.js';
import { NoRoom } from '../../../../src/domain/errors.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

const KIB = 1024;
const LARGE = 100 * KIB;
const SMALL = 64 * KIB;

/** Room for three large requests, and a little. */
const budget = () => {
  const clock = new FakeClock();
  const calls = { room: 0 };
  const inFlight = new RequestBudget({ maxBytesInFlight: 310 * KIB }, clock, () => {
    calls.room += 1;
  });
  return { clock, calls, inFlight };
};

describe('RequestBudget', () => {
  test('is exhausted by one request beyond its limit', () => {
    const { inFlight } = budget();
    const full = Array.from({ length: 4 }, () => {
      inFlight.reserve(LARGE);
      return inFlight.isExhausted;
    });
    expect(full).toEqual([false, false, false, true]);
  });

  test('counts an overhead for an empty request', () => {
    const { inFlight } = budget();
    for (let i = 0; i < 311; i += 1) {
      inFlight.reserve(0);
    }
    expect(inFlight.isExhausted).toBe(true);
  });

  test('has room again after a release, which it reports', () => {
    const { inFlight, calls } = budget();
    const [release = () => undefined] = [1, 2, 3, 4].map(() => inFlight.reserve(LARGE));
    release();
    expect([inFlight.isExhausted, calls.room]).toEqual([false, 1]);
    inFlight.reserve(LARGE);
    expect(inFlight.isExhausted).toBe(true);
  });

  test('refuses nothing while replies keep coming', () => {
    const { inFlight, clock, calls } = budget();
    const releases = Array.from({ length: 10 }, () => inFlight.reserve(LARGE));
    for (const release of releases.slice(0, 6)) {
      clock.advance(999);
      release();
    }
    expect([inFlight.isExhausted, calls.room]).toEqual([true, 0]);
    clock.advance(999);
    releases[6]?.();
    expect([inFlight.isExhausted, calls.room]).toEqual([false, 1]);
    expect(clock.pending).toBe(0);
  });

  test('rejects large requests after a second without a reply', () => {
    const { inFlight, clock, calls } = budget();
    const releases = Array.from({ length: 4 }, () => inFlight.reserve(LARGE));
    clock.advance(1000);
    expect([inFlight.isExhausted, calls.room]).toEqual([false, 1]);
    expect(() => inFlight.requireRoom(SMALL + 1)).toThrow(NoRoom);
    expect(() => inFlight.requireRoom(SMALL)).not.toThrow();
    releases[0]?.();
    expect(() => inFlight.requireRoom(LARGE)).not.toThrow();
    inFlight.reserve(LARGE);
    expect(inFlight.isExhausted).toBe(true);
  });

  test('rejects every request at twice its limit', () => {
    const { inFlight, clock } = budget();
    for (let i = 0; i < 4; i += 1) {
      inFlight.reserve(LARGE);
    }
    clock.advance(1000);
    let taken = 0;
    expect(() => {
      for (; taken < 1000; taken += 1) {
        inFlight.requireRoom(0);
        inFlight.reserve(0);
      }
    }).toThrow(NoRoom);
    expect(taken).toBeGreaterThan(200);
    expect(taken).toBeLessThan(310);
  });

  test('calls nothing and keeps no timer after dispose', () => {
    const { inFlight, clock, calls } = budget();
    const releases = Array.from({ length: 5 }, () => inFlight.reserve(LARGE));
    inFlight.dispose();
    for (const release of releases) {
      release();
    }
    clock.advance(5000);
    expect([clock.pending, calls.room]).toEqual([0, 0]);
  });
});

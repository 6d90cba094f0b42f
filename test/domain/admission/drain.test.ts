import { expect, test } from '@jest/globals';
import { Drain } from '../../../src/domain/admission/drain.js';

test('a drain is over at its time, and a second one does not extend it', () => {
  const drain = new Drain();
  expect([drain.isActive, drain.remainingMs(0)]).toEqual([false, Number.POSITIVE_INFINITY]);

  drain.begin(50);
  drain.begin(90);
  expect(drain.isActive).toBe(true);
  expect([20, 50, 51].map((nowMs) => drain.remainingMs(nowMs))).toEqual([30, 0, 0]);
});

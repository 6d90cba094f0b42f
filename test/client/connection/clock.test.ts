import { afterEach, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/client/connection/clock.js';

afterEach(() => {
  jest.useRealTimers();
});

test('The client waits 2^32 ms, beyond one timer of Node, and no longer', () => {
  jest.useFakeTimers();
  const action = jest.fn();
  systemClock.schedule(2 ** 32, action);
  jest.advanceTimersByTime(2 ** 32 - 1);
  expect(action).not.toHaveBeenCalled();

  jest.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(1);
  expect(jest.getTimerCount()).toBe(0);
});

test('The client waits for ever where the delay is infinite, until that is cancelled', () => {
  jest.useFakeTimers();
  const action = jest.fn();
  const cancel = systemClock.schedule(Number.POSITIVE_INFINITY, action);
  jest.advanceTimersByTime(2 ** 33);
  expect(action).not.toHaveBeenCalled();

  cancel();
  expect(jest.getTimerCount()).toBe(0);
});

import { afterEach, expect, jest, test } from '@jest/globals';
import { SystemClock } from '../../../src/adapters/system/system-clock.js';
import { clockContract } from '../../contracts/clock-contract.js';
import { FakeClock } from '../../fakes/fake-clock.js';

clockContract('of the machine', () => {
  const clock = new SystemClock();
  return {
    clock,
    pass: (ms) => new Promise((resolve) => clock.schedule(ms, resolve)),
    // Timers count in whole milliseconds from the start of the loop's turn, `nowMs` in fractions.
    grainMs: 1,
  };
});

clockContract('fake', () => {
  const clock = new FakeClock();
  return { clock, pass: async (ms) => clock.advance(ms), grainMs: 0 };
});

afterEach(() => {
  jest.useRealTimers();
});

test('SystemClock waits 2^32 ms, beyond one timer of Node, and no longer', () => {
  jest.useFakeTimers();
  const action = jest.fn();
  new SystemClock().schedule(2 ** 32, action);
  jest.advanceTimersByTime(2 ** 31);
  jest.advanceTimersByTime(2 ** 31 - 1);
  expect(action).not.toHaveBeenCalled();

  jest.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(1);
  expect(jest.getTimerCount()).toBe(0);
});

test('SystemClock cancels a delay of several timers between them', () => {
  jest.useFakeTimers();
  const action = jest.fn();
  const cancel = new SystemClock().schedule(2 ** 32, action);
  jest.advanceTimersByTime(2 ** 31);
  cancel();

  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(2 ** 33);
  expect(action).not.toHaveBeenCalled();
});

test('SystemClock timers do not keep the process alive', () => {
  const setTimer = jest.spyOn(globalThis, 'setTimeout');
  const cancel = new SystemClock().schedule(1000, () => undefined);
  const timer = setTimer.mock.results[0]?.value as NodeJS.Timeout;
  setTimer.mockRestore();

  expect(timer.hasRef()).toBe(false);
  cancel();
});

test('FakeClock runs a late timer at the next advance', () => {
  const clock = new FakeClock();
  const action = jest.fn();
  clock.schedule(5, action);
  clock.skip(7);
  expect(clock.nowMs()).toBe(7);
  expect(action).not.toHaveBeenCalled();

  clock.advance(0);
  expect(action).toHaveBeenCalledTimes(1);
  expect(clock.nowMs()).toBe(7);
});

import { describe, expect, jest, test } from '@jest/globals';
import type { Clock } from '../../src/application/ports/clock.js';

/** A clock and the way to let its time pass. */
export interface ClockSubject {
  readonly clock: Clock;
  /** Resolves when `ms` have passed on the clock, and what fell due has run. */
  pass(ms: number): Promise<void>;
  /** How much earlier than asked for an action may run, as far as `nowMs` can tell. */
  readonly grainMs: number;
}

/** The rules that every `Clock` keeps to. */
export const clockContract = (name: string, make: () => ClockSubject): void => {
  describe(`Clock contract: ${name}`, () => {
    test('nowMs never goes back', async () => {
      const { clock, pass, grainMs } = make();
      const times = [clock.nowMs(), clock.nowMs()];
      await pass(5);
      times.push(clock.nowMs());

      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(5 - grainMs);
    });

    test('unixTimeMs counts whole or broken milliseconds from a fixed moment', async () => {
      const { clock, pass } = make();
      const began = clock.unixTimeMs();
      await pass(5);

      expect(clock.unixTimeMs()).toBeGreaterThan(began);
    });

    test('schedule runs an action once, when its delay is over', async () => {
      const { clock, pass, grainMs } = make();
      const began = clock.nowMs();
      const ran: number[] = [];
      clock.schedule(10, () => ran.push(clock.nowMs() - began));
      await pass(1);
      expect(ran.filter((afterMs) => afterMs < 10 - grainMs)).toEqual([]);

      await pass(15);
      await pass(15);
      expect(ran).toHaveLength(1);
      expect(ran[0]).toBeGreaterThanOrEqual(10 - grainMs);
    });

    test('schedule returns before the action runs, without a delay too', async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.schedule(0, () => order.push('action'));
      order.push('returned');
      await pass(5);

      expect(order).toEqual(['returned', 'action']);
    });

    test('schedule runs actions in the order in which they are due', async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.schedule(20, () => order.push('later'));
      clock.schedule(5, () => order.push('sooner'));
      clock.schedule(5, () => order.push('as soon, asked for after'));
      await pass(30);

      expect(order).toEqual(['sooner', 'as soon, asked for after', 'later']);
    });

    test('schedule does not run a cancelled action and runs the others', async () => {
      const { clock, pass } = make();
      const [calledOff, other] = [jest.fn(), jest.fn()];
      const callOff = clock.schedule(5, calledOff);
      clock.schedule(5, other);
      callOff();
      await pass(15);

      expect(calledOff).not.toHaveBeenCalled();
      expect(other).toHaveBeenCalledTimes(1);
    });

    test('schedule can be cancelled twice and after the action has run', async () => {
      const { clock, pass } = make();
      const callOff = clock.schedule(1, () => undefined);
      await pass(5);

      expect(callOff).not.toThrow();
      expect(callOff).not.toThrow();
    });

    test('schedule can be called and cancelled from within an action', async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      const callOff = clock.schedule(15, () => order.push('called off'));
      clock.schedule(5, () => {
        callOff();
        clock.schedule(5, () => order.push('next'));
      });
      await pass(15);
      await pass(15);

      expect(order).toEqual(['next']);
    });

    test.each([2 ** 31, 2 ** 53, 2 ** 64, Number.POSITIVE_INFINITY])(
      'schedule does not run an action early after a delay of %d ms',
      async (delayMs) => {
        const { clock, pass } = make();
        const action = jest.fn();
        const callOff = clock.schedule(delayMs, action);
        await pass(15);
        callOff();

        expect(action).not.toHaveBeenCalled();
      },
    );
  });
};

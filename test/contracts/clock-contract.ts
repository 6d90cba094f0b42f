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

/** What everybody who takes a `Clock` relies on. */
export const clockContract = (name: string, make: () => ClockSubject): void => {
  describe(`the clock contract: ${name}`, () => {
    test('time passes, and never goes back', async () => {
      const { clock, pass, grainMs } = make();
      const times = [clock.nowMs(), clock.nowMs()];
      await pass(5);
      times.push(clock.nowMs());

      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(5 - grainMs);
    });

    test('an action runs once, when its delay is over', async () => {
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

    test('an action never runs before `schedule` has returned, not even without a delay', async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.schedule(0, () => order.push('action'));
      order.push('returned');
      await pass(5);

      expect(order).toEqual(['returned', 'action']);
    });

    test('actions run in the order in which they fall due', async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.schedule(20, () => order.push('later'));
      clock.schedule(5, () => order.push('sooner'));
      clock.schedule(5, () => order.push('as soon, asked for after'));
      await pass(30);

      expect(order).toEqual(['sooner', 'as soon, asked for after', 'later']);
    });

    test('an action that is called off does not run; the others do', async () => {
      const { clock, pass } = make();
      const [calledOff, other] = [jest.fn(), jest.fn()];
      const callOff = clock.schedule(5, calledOff);
      clock.schedule(5, other);
      callOff();
      await pass(15);

      expect(calledOff).not.toHaveBeenCalled();
      expect(other).toHaveBeenCalledTimes(1);
    });

    test('calling off is harmless when it is done twice, or too late', async () => {
      const { clock, pass } = make();
      const callOff = clock.schedule(1, () => undefined);
      await pass(5);

      expect(callOff).not.toThrow();
      expect(callOff).not.toThrow();
    });

    test('an action may schedule the next, and call off another', async () => {
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
      'a delay beyond the timers of the platform is no short one: %d ms',
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

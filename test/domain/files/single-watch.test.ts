import { describe, expect, test } from '@jest/globals';
import { SingleWatch } from '../../../src/domain/files/single-watch.js';

/** A watch that counts how often it was stopped. */
class Watch {
  ends = 0;
  readonly stop = (): void => {
    this.ends += 1;
  };
}

describe('SingleWatch', () => {
  test('accepts rising ids only, from 1 to 2^64 - 1', () => {
    const slot = new SingleWatch();
    const taken = [0n, 1n, 1n, 5n, 4n, 2n ** 64n - 2n, 2n ** 64n - 1n].map((id) => slot.begin(id));
    expect(taken).toEqual([false, true, false, true, false, true, true]);
  });

  test('stops the attached watch when a newer id begins, not an equal or older one', () => {
    const slot = new SingleWatch();
    const watch = new Watch();
    slot.begin(5n);
    expect(slot.attach(5n, watch.stop)).toBe(true);
    slot.begin(5n);
    slot.begin(4n);
    expect(watch.ends).toBe(0);
    slot.begin(6n);
    expect(watch.ends).toBe(1);
  });

  test('stops a watch that attaches under an id that has been replaced', () => {
    const slot = new SingleWatch();
    const watch = new Watch();
    slot.begin(1n);
    slot.begin(2n);
    expect(slot.attach(1n, watch.stop)).toBe(false);
    expect(watch.ends).toBe(1);
  });

  test('trigger returns true for the current watch and stops it once', () => {
    const slot = new SingleWatch();
    const watch = new Watch();
    slot.begin(1n);
    slot.attach(1n, watch.stop);
    expect(slot.trigger(1n)).toBe(true);
    expect(watch.ends).toBe(1);
    slot.begin(2n);
    expect(watch.ends).toBe(1);
  });

  test('trigger returns false for a replaced watch', () => {
    const slot = new SingleWatch();
    slot.begin(1n);
    slot.begin(2n);
    expect(slot.trigger(1n)).toBe(false);
  });

  test('stops the attached watch, and any that attaches later, after dispose', () => {
    const slot = new SingleWatch();
    const [former, later] = [new Watch(), new Watch()];
    slot.begin(1n);
    slot.attach(1n, former.stop);
    slot.dispose();
    expect(former.ends).toBe(1);
    expect(slot.trigger(1n)).toBe(false);
    expect(slot.attach(1n, later.stop)).toBe(false);
    expect(later.ends).toBe(1);
  });
});

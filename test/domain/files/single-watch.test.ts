import { describe, expect, test } from '@jest/globals';
import { WatchSlot } from '../../../src/domain/files/single-watch.js';

/** A watch that tells how often it was ended. */
class Watch {
  ends = 0;
  readonly stop = (): void => {
    this.ends += 1;
  };
}

describe('The room for a watch', () => {
  test('takes ids that rise, from 1 to the last', () => {
    const slot = new WatchSlot();
    const taken = [0n, 1n, 1n, 5n, 4n, 2n ** 64n - 2n, 2n ** 64n - 1n].map((id) => slot.claim(id));
    expect(taken).toEqual([false, true, false, true, false, true, true]);
  });

  test('ends the watch in it for a newer one only', () => {
    const slot = new WatchSlot();
    const watch = new Watch();
    slot.claim(5n);
    expect(slot.hold(5n, watch.stop)).toBe(true);
    slot.claim(5n);
    slot.claim(4n);
    expect(watch.ends).toBe(0);
    slot.claim(6n);
    expect(watch.ends).toBe(1);
  });

  test('does not hold what came too late', () => {
    const slot = new WatchSlot();
    const watch = new Watch();
    slot.claim(1n);
    slot.claim(2n);
    expect(slot.hold(1n, watch.stop)).toBe(false);
    expect(watch.ends).toBe(1);
  });

  test('lets the watch in it tell, which ends it', () => {
    const slot = new WatchSlot();
    const watch = new Watch();
    slot.claim(1n);
    slot.hold(1n, watch.stop);
    expect(slot.fire(1n)).toBe(true);
    expect(watch.ends).toBe(1);
    slot.claim(2n);
    expect(watch.ends).toBe(1);
  });

  test('lets no former watch tell', () => {
    const slot = new WatchSlot();
    slot.claim(1n);
    slot.claim(2n);
    expect(slot.fire(1n)).toBe(false);
  });

  test('ends the watch in it, and any that comes later, when it is disposed', () => {
    const slot = new WatchSlot();
    const [former, later] = [new Watch(), new Watch()];
    slot.claim(1n);
    slot.hold(1n, former.stop);
    slot.dispose();
    expect(former.ends).toBe(1);
    expect(slot.fire(1n)).toBe(false);
    expect(slot.hold(1n, later.stop)).toBe(false);
    expect(later.ends).toBe(1);
  });
});

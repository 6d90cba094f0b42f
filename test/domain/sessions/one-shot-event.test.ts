import { expect, test } from '@jest/globals';
import { OneShotEvent } from '../../../src/domain/sessions/one-shot-event.js';

test('OneShotEvent calls each listener once, in order', () => {
  const event = new OneShotEvent();
  const heard: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    event.onFire(() => heard.push(n));
  }
  expect([event.hasFired, heard]).toEqual([false, []]);
  event.fire();
  event.fire();
  expect([event.hasFired, heard]).toEqual([true, Array.from({ length: 20 }, (_, n) => n)]);
});

test('OneShotEvent calls a late listener at once', () => {
  const event = new OneShotEvent();
  event.fire();
  let calls = 0;
  event.onFire(() => {
    calls += 1;
  });
  expect(calls).toBe(1);
});

test('OneShotEvent does not call a listener removed before or during the call', () => {
  const event = new OneShotEvent();
  const heard: string[] = [];
  const leave = event.onFire(() => heard.push('left before'));
  leave();
  event.onFire(() => {
    heard.push('stays');
    leaveLater();
  });
  const leaveLater = event.onFire(() => heard.push('left meanwhile'));
  event.fire();
  expect(heard).toEqual(['stays']);
});

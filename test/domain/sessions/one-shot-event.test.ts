import { expect, test } from '@jest/globals';
import { OneShotEvent } from '../../../src/domain/sessions/one-shot-event.js';

test('calls each listener once, in order', () => {
  const ending = new OneShotEvent();
  const heard: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    ending.onFire(() => heard.push(n));
  }
  expect([ending.hasFired, heard]).toEqual([false, []]);
  ending.fire();
  ending.fire();
  expect([ending.hasFired, heard]).toEqual([true, Array.from({ length: 20 }, (_, n) => n)]);
});

test('calls who comes late at once', () => {
  const ending = new OneShotEvent();
  ending.fire();
  let calls = 0;
  ending.onFire(() => {
    calls += 1;
  });
  expect(calls).toBe(1);
});

test('calls nobody who has left, also in the middle of it', () => {
  const ending = new OneShotEvent();
  const heard: string[] = [];
  const leave = ending.onFire(() => heard.push('left before'));
  leave();
  ending.onFire(() => {
    heard.push('stays');
    leaveLater();
  });
  const leaveLater = ending.onFire(() => heard.push('left meanwhile'));
  ending.fire();
  expect(heard).toEqual(['stays']);
});

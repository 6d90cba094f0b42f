import { expect, test } from '@jest/globals';
import { Ending } from '../../../src/domain/sessions/one-shot-event.js';

test('calls each listener once, in order', () => {
  const ending = new Ending();
  const heard: number[] = [];
  for (let n = 0; n < 20; n += 1) ending.onEnd(() => heard.push(n));
  expect([ending.isOver, heard]).toEqual([false, []]);
  ending.end();
  ending.end();
  expect([ending.isOver, heard]).toEqual([true, Array.from({ length: 20 }, (_, n) => n)]);
});

test('calls who comes late at once', () => {
  const ending = new Ending();
  ending.end();
  let calls = 0;
  ending.onEnd(() => {
    calls += 1;
  });
  expect(calls).toBe(1);
});

test('calls nobody who has left, also in the middle of it', () => {
  const ending = new Ending();
  const heard: string[] = [];
  const leave = ending.onEnd(() => heard.push('left before'));
  leave();
  ending.onEnd(() => {
    heard.push('stays');
    leaveLater();
  });
  const leaveLater = ending.onEnd(() => heard.push('left meanwhile'));
  ending.end();
  expect(heard).toEqual(['stays']);
});

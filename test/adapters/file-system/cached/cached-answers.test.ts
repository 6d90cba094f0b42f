import { expect, test } from '@jest/globals';
import { CachedAnswers } from '../../../../src/adapters/file-system/cached/cached-answers.js';
import { CachedFiles } from '../../../../src/adapters/file-system/cached/cached-files.js';
import type { KernelCalls } from '../../../../src/adapters/file-system/cached/kernel-calls.js';

const NONE = new CachedFiles({} as KernelCalls);

test('what answers is loaded once, for the first question', async () => {
  let loaded = 0;
  const answers = new CachedAnswers(async () => {
    loaded += 1;
    return NONE;
  });
  expect(loaded).toBe(0);

  await Promise.all([answers.ask(() => 'a'), answers.ask(() => 'b')]);
  expect(await answers.ask(() => 'c')).toBe('c');
  expect(loaded).toBe(1);
});

test('a later answer is at hand', async () => {
  const answers = new CachedAnswers(async () => NONE);
  await answers.ask(() => 'a');
  expect(answers.ask(() => 'b')).toBe('b');
});

test('no question is asked where nothing answers', async () => {
  const answers = new CachedAnswers(async () => undefined);
  expect(await answers.ask(() => 'a')).toBeUndefined();
});

test('an error of the answer is that of the question', async () => {
  const answers = new CachedAnswers(async () => NONE);
  const fail = () => {
    throw new Error('missing');
  };
  await expect(answers.ask(fail)).rejects.toThrow('missing');
  expect(() => answers.ask(fail)).toThrow('missing');
});

test('the event loop turns after 32 answers, and all are given in the end', async () => {
  const answers = new CachedAnswers(async () => NONE);
  await answers.ask(() => undefined);
  let given = 0;
  const asked = Array.from({ length: 100 }, () =>
    answers.ask(() => {
      given += 1;
    }),
  );

  const byTurn: number[] = [];
  while (given < 100) {
    const before = given;
    await new Promise((resolve) => setImmediate(resolve));
    byTurn.push(given - before);
  }
  await Promise.all(asked);

  expect(Math.max(...byTurn)).toBeLessThanOrEqual(32);
  expect(byTurn.length).toBeGreaterThanOrEqual(3);
});

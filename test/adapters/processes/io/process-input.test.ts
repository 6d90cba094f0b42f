import { expect, test } from '@jest/globals';
import { PendingInput } from '../../../../src/adapters/processes/io/process-input.js';

test('Input is taken while it fits, and whole while nothing waits', () => {
  const pending = new PendingInput(100);
  expect(pending.refuses(0, 1000)).toBe(false);
  expect(pending.refuses(60, 40)).toBe(false);
  expect(pending.refuses(60, 41)).toBe(true);
});

test('What comes right behind refused input is refused, however small, until some has been read', () => {
  const pending = new PendingInput(100);
  pending.refuses(60, 50);
  expect(pending.refuses(60, 1)).toBe(true);
  expect(pending.refuses(60, 1)).toBe(true);
  expect(pending.refuses(59, 1)).toBe(false);
});

import { expect, test } from '@jest/globals';
import { PendingInput } from '../../../../src/adapters/processes/io/process-input.js';

test('PendingInput accepts input within its limit, and any input while nothing is pending', () => {
  const pending = new PendingInput(100);
  expect(pending.refuses(0, 1000)).toBe(false);
  expect(pending.refuses(60, 40)).toBe(false);
  expect(pending.refuses(60, 41)).toBe(true);
});

test('PendingInput refuses what follows refused input, however small, until some has been read', () => {
  const pending = new PendingInput(100);
  pending.refuses(60, 50);
  expect(pending.refuses(60, 1)).toBe(true);
  expect(pending.refuses(60, 1)).toBe(true);
  expect(pending.refuses(59, 1)).toBe(false);
});

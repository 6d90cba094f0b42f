import { expect, test } from '@jest/globals';
import { WriteLedger } from '../../src/domain/write-ledger.js';

test('knows the writes it was told of, and no others', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1');

  expect(ledger.has('1')).toBe(true);
  expect(ledger.has('2')).toBe(false);
});

test('remembers as many as its capacity, and forgets the oldest for one more', () => {
  const ledger = new WriteLedger(3);
  for (const id of ['a', 'b', 'c']) ledger.remember(id);
  expect(['a', 'b', 'c'].map((id) => ledger.has(id))).toEqual([true, true, true]);

  ledger.remember('d');

  expect(['a', 'b', 'c', 'd'].map((id) => ledger.has(id))).toEqual([false, true, true, true]);
});

test('gives a write that is told twice one place', () => {
  const ledger = new WriteLedger(2);
  for (const id of ['a', 'b', 'b', 'b']) ledger.remember(id);

  expect(ledger.has('a')).toBe(true);
});

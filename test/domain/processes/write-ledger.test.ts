import { expect, test } from '@jest/globals';
import { WriteLedger } from '../../../src/domain/processes/write-ledger.js';

test('WriteLedger finds the writes it remembers and no others', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1', 'a');

  expect(ledger.has('1', 'a')).toBe(true);
  expect(ledger.has('2', 'a')).toBe(false);
});

test('WriteLedger tells a repeated write from a different one with the same id', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1', 'a');
  ledger.remember('2', '');

  expect(() => ledger.has('1', 'b')).toThrow('writeId was used for other bytes');
  expect(ledger.has('2', '')).toBe(true);
  expect(() => ledger.has('2', 'a')).toThrow('writeId was used for other bytes');
});

test('WriteLedger remembers 3 writes at a capacity of 3 and forgets the oldest for a fourth', () => {
  const ledger = new WriteLedger(3);
  for (const id of ['a', 'b', 'c']) {
    ledger.remember(id, id);
  }
  expect(['a', 'b', 'c'].map((id) => ledger.has(id, id))).toEqual([true, true, true]);

  ledger.remember('d', 'd');

  expect(['a', 'b', 'c', 'd'].map((id) => ledger.has(id, id))).toEqual([false, true, true, true]);
});

test('WriteLedger takes a forgotten id for new, whatever the bytes', () => {
  const ledger = new WriteLedger(1);
  ledger.remember('a', '1');
  ledger.remember('b', '1');

  expect(ledger.has('a', '2')).toBe(false);
});

test('WriteLedger uses one place for a write remembered twice', () => {
  const ledger = new WriteLedger(2);
  for (const id of ['a', 'b', 'b', 'b']) {
    ledger.remember(id, id);
  }

  expect(ledger.has('a', 'a')).toBe(true);
});

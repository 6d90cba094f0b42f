import { expect, test } from '@jest/globals';
import { WriteLedger } from '../../../src/domain/processes/write-ledger.js';

test('WriteLedger finds the writes it remembers and no others', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1', 'a');

  expect(ledger.find('1', 'a')).toBe('same');
  expect(ledger.find('2', 'a')).toBeUndefined();
});

test('WriteLedger tells a repeated write from a different one with the same id', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1', 'a');
  ledger.remember('2', '');

  expect(ledger.find('1', 'b')).toBe('different');
  expect(ledger.find('2', '')).toBe('same');
  expect(ledger.find('2', 'a')).toBe('different');
});

test('WriteLedger remembers 3 writes at a capacity of 3 and forgets the oldest for a fourth', () => {
  const ledger = new WriteLedger(3);
  for (const id of ['a', 'b', 'c']) {
    ledger.remember(id, id);
  }
  expect(['a', 'b', 'c'].map((id) => ledger.find(id, id))).toEqual(['same', 'same', 'same']);

  ledger.remember('d', 'd');

  expect(['a', 'b', 'c', 'd'].map((id) => ledger.find(id, id))).toEqual([
    undefined,
    'same',
    'same',
    'same',
  ]);
});

test('WriteLedger takes a forgotten id for new, whatever the bytes', () => {
  const ledger = new WriteLedger(1);
  ledger.remember('a', '1');
  ledger.remember('b', '1');

  expect(ledger.find('a', '2')).toBeUndefined();
});

test('WriteLedger uses one place for a write remembered twice', () => {
  const ledger = new WriteLedger(2);
  for (const id of ['a', 'b', 'b', 'b']) {
    ledger.remember(id, id);
  }

  expect(ledger.find('a', 'a')).toBe('same');
});

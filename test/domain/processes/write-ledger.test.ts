import { expect, test } from '@jest/globals';
import { WriteLedger } from '../../../src/domain/processes/write-ledger.js';

test('knows the writes it was told of, and no others', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1', 'a');

  expect(ledger.find('1', 'a')).toBe('same');
  expect(ledger.find('2', 'a')).toBeUndefined();
});

test('tells a write that is sent again from another one by the same id', () => {
  const ledger = new WriteLedger(10);
  ledger.remember('1', 'a');
  ledger.remember('2', '');

  expect(ledger.find('1', 'b')).toBe('different');
  expect(ledger.find('2', '')).toBe('same');
  expect(ledger.find('2', 'a')).toBe('different');
});

test('remembers as many as its capacity, and forgets the oldest for one more', () => {
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

test('takes an id that it has forgotten for new, whatever the bytes', () => {
  const ledger = new WriteLedger(1);
  ledger.remember('a', '1');
  ledger.remember('b', '1');

  expect(ledger.find('a', '2')).toBeUndefined();
});

test('gives a write that is told twice one place', () => {
  const ledger = new WriteLedger(2);
  for (const id of ['a', 'b', 'b', 'b']) {
    ledger.remember(id, id);
  }

  expect(ledger.find('a', 'a')).toBe('same');
});

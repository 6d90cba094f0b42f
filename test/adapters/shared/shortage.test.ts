import { expect, test } from '@jest/globals';
import { shortageOf } from '../../../src/adapters/shared/shortage.js';

test.each([
  ['spawn /bin/bash EAGAIN', 'Resource temporarily unavailable (os error 11): no more processes'],
  ['bwrap: Creating new namespace failed: Resource temporarily unavailable', 'no more processes'],
  ["bwrap: Can't fork for pid 1: Cannot allocate memory", 'not enough memory'],
  ['spawn ENOMEM', 'not enough memory'],
  ['bwrap: pipe: Too many open files', 'the server has too many files open'],
  ['bwrap: pipe: Too many open files in system', 'the system has too many files open'],
])('shortageOf recognizes the text %s', (text, words) => {
  expect(shortageOf(text)?.message).toContain(words);
});

test('shortageOf recognizes an error by its code, in the cause of an error of execa too', () => {
  const error = Object.assign(new Error('no'), { code: 'EMFILE' });
  expect(shortageOf(error)?.message).toContain('the server has too many files open');
  expect(shortageOf(new Error('no', { cause: error }))).toEqual(shortageOf(error));
});

test('shortageOf takes a missing permission for no shortage', () => {
  expect(
    shortageOf('bwrap: Creating new namespace failed: Operation not permitted'),
  ).toBeUndefined();
  expect(shortageOf(Object.assign(new Error('EAGAIN'), { code: 'EACCES' }))).toBeUndefined();
});

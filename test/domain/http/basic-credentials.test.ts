import { expect, test } from '@jest/globals';
import { basicCredentials } from '../../../src/domain/http/url.js';

const decoded = (url: string): string | undefined => {
  const [scheme, text = ''] = basicCredentials(new URL(url))?.split(' ') ?? [];
  return scheme === undefined ? undefined : `${scheme} ${Buffer.from(text, 'base64')}`;
};

test.each([
  ['http://a/', undefined],
  ['http://u:p@a/', 'Basic u:p'],
  ['http://u@a/', 'Basic u:'],
  ['http://:p@a/', 'Basic :p'],
  ['http://us%20er:p%C3%A9%3A@a/', 'Basic us er:pé:'],
  ['http://é@a/', 'Basic é:'],
])('basicCredentials turns the user info of %s into %s', (url, credentials) => {
  expect(decoded(url)).toBe(credentials);
});

test('basicCredentials passes on bytes that are not UTF-8 and invalid escapes', () => {
  expect(basicCredentials(new URL('http://%ff%zz:@a/'))).toBe(
    `Basic ${Buffer.from('\xff%zz:', 'latin1').toString('base64')}`,
  );
});

import { describe, expect, test } from '@jest/globals';
import { parseHttpUrl, withoutUserInfo } from '../../../src/domain/http/url.js';

test.each(['http://a', 'HTTPS://a:1/b?c#d', ' http://a/ ', 'http:a', 'http://[::1]:5/'])(
  'parseHttpUrl accepts %j',
  (text) => {
    expect(parseHttpUrl(text).href).toBe(new URL(text).href);
  },
);

describe('parseHttpUrl', () => {
  test.each([
    ['', 'relative URL without a base'],
    ['/x', 'relative URL without a base'],
    ['a.test/x', 'relative URL without a base'],
    ['http://', 'empty host'],
    ['http:///?x', 'empty host'],
    ['http://u:p@', 'empty host'],
    ['http://:80/', 'empty host'],
    ['http://a:99999/', 'invalid port number'],
    ['http://a:x/', 'invalid port number'],
    ['http://[::1/', 'invalid IPv6 address'],
    ['http://1.2.3.999/', 'invalid IPv4 address'],
    ['http://0x1ffffffff/', 'invalid IPv4 address'],
    ['http://a b/', 'invalid international domain name'],
    ['http://%zz/', 'invalid international domain name'],
    ['http://xn--a-ä/', 'invalid international domain name'],
  ])('rejects %j: %s', (text, fault) => {
    expect(() => parseHttpUrl(text)).toThrow(`url is invalid: ${fault}`);
  });

  test.each([
    ['ftp://a/', 'ftp'],
    ['file:///x', 'file'],
    ['data:,x', 'data'],
    ['mailto:x', 'mailto'],
    ['unix+http://x', 'unix+http'],
  ])('rejects %j for its scheme %s', (text, scheme) => {
    expect(() => parseHttpUrl(text)).toThrow(`only supports http and https URLs, got ${scheme}`);
  });
});

test('withoutUserInfo returns a copy without user and password', () => {
  const url = new URL('http://u:p@a.test/x?y#z');

  expect(withoutUserInfo(url).href).toBe('http://a.test/x?y#z');
  expect(url.href).toBe('http://u:p@a.test/x?y#z');
});

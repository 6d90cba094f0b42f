import { describe, expect, test } from '@jest/globals';
import {
  mappedIpv4,
  normalizeHost,
  parseAuthority,
} from '../../../src/domain/network/host-name.js';

describe('normalizeHost', () => {
  test.each([
    ['Example.COM', 'example.com'],
    ['example.com..', 'example.com'],
    [' example.com:80 ', 'example.com'],
    ['[::1]:80', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['[::ffff:7f00:1]', '::ffff:127.0.0.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['0177.0.0.1', '0177.0.0.1'],
    ['2130706433', '2130706433'],
  ])('gives %j its one form', (host, form) => {
    expect(normalizeHost(host)).toBe(form);
  });
});

describe('mappedIpv4', () => {
  test.each([
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['::1', undefined],
    ['1.2.3.4', undefined],
  ])('takes an IPv4 address out of %s', (address, ipv4) => {
    expect(mappedIpv4(address)).toBe(ipv4);
  });
});

describe('parseAuthority', () => {
  test.each([
    ['a.test', { host: 'a.test', port: 80 }],
    ['A.test.:443', { host: 'a.test', port: 443 }],
    ['[::1]:8080', { host: '::1', port: 8080 }],
    ['[::1]', { host: '::1', port: 80 }],
  ])('reads %s', (text, authority) => {
    expect(parseAuthority(text, 80)).toEqual(authority);
  });

  test.each([
    '',
    '/',
    '.',
    ':80',
    'a:',
    'a:b',
    'a:65536',
    'u@a',
    'a b',
    'a\0',
    '::1',
    '[a',
    'a/b',
    'fe80::1%eth0',
    '[fe80::1%25eth0]:80',
    'a#',
    'loc\u00adalhost',
    'loca\u00aahost',
    'bücher.test',
    'ｌocalhost:80',
  ])('takes %j for no host', (text) => {
    expect(parseAuthority(text, 80)).toBeUndefined();
  });
});

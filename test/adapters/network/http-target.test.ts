import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { endToEnd, withHost } from '../../../src/adapters/network/header-fields.js';
import { targetOf } from '../../../src/adapters/network/http-target.js';

const target = (url: string, ...hosts: string[]) =>
  targetOf({ url, rawHeaders: hosts.flatMap((host) => ['Host', host]) } as IncomingMessage);

describe('targetOf', () => {
  test.each([
    ['http://a.test/x?y', 'a.test', { host: 'a.test', port: 80, path: '/x?y' }],
    ['http://A.test.:81', 'a.test:81', { host: 'a.test', port: 81, path: '/' }],
    ['HTTP://u:p@a.test?q#f', 'a.test', { host: 'a.test', port: 80, path: '/?q' }],
    ['http://a.test:80/', 'a.test', { host: 'a.test', port: 80, path: '/' }],
    ['/x', 'a.test:81', { host: 'a.test', port: 81, path: '/x' }],
    ['http://[::1]:8/x', '[0::1]:8', { host: '::1', port: 8, path: '/x' }],
    ['https://a.test/x', 'a.test', { host: 'a.test', port: 443, path: '/x', isSecure: true }],
    ['https://a.test:8/', 'a.test:8', { host: 'a.test', port: 8, isSecure: true }],
  ])('finds the target of %s', (url, host, expected) => {
    expect(target(url, host)).toMatchObject(expected);
  });

  test('finds the target of a request without a Host in its URL', () => {
    expect(target('http://a.test/')).toMatchObject({ host: 'a.test', authority: 'a.test' });
  });

  test.each([
    ['http://a.test/', ['b.test'], 'Host header does not match request target'],
    ['http://a.test/', ['a.test:81'], 'Host header does not match request target'],
    ['http://b.test@a.test/', ['b.test'], 'Host header does not match request target'],
    ['http://a.test/', ['a.test', 'b.test'], 'multiple Host headers'],
    ['http://a.test/', ['u@a.test'], 'invalid Host header'],
    ['https://a.test/', ['a.test:80'], 'Host header does not match request target'],
    ['http:///x', ['a.test'], 'missing host'],
    ['/x', [], 'missing host'],
    ['a.test/x', ['a.test'], 'missing host'],
    ['ftp://a.test/', ['a.test'], 'unsupported scheme; use CONNECT'],
  ])('refuses %s with the Hosts %j', (url, hosts, fault) => {
    expect(target(url, ...hosts)).toBe(fault);
  });
});

describe('endToEnd', () => {
  test('leaves out what is between client and proxy alone, and what Connection names', () => {
    const fields = [
      ['Host', 'a'],
      ['Proxy-Authorization', 's3cr3t'],
      ['Connection', 'X-Own, close, Host'],
      ['X-Own', '1'],
      ['TE', 'trailers'],
      ['Upgrade', 'websocket'],
      ['Accept', '*/*'],
    ].flat();
    expect(endToEnd(fields)).toEqual(['Host', 'a', 'Accept', '*/*']);
  });
});

describe('withHost', () => {
  test('adds a Host that is missing, and no second one', () => {
    expect(withHost(['A', '1'], 'a')).toEqual(['Host', 'a', 'A', '1']);
    expect(withHost(['host', 'b'], 'a')).toEqual(['host', 'b']);
  });
});

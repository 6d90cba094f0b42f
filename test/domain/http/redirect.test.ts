import { describe, expect, test } from '@jest/globals';
import type { OutgoingHeader, OutgoingRequest } from '../../../src/domain/http/http-message.js';
import { followRedirect } from '../../../src/domain/http/redirect.js';

const header = (name: string, value = 'v', isSecret = false): OutgoingHeader => ({
  name,
  value,
  isSecret,
});

const BODY = Buffer.from('body');

const request = (more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'GET',
  url: new URL('http://a.test/x?y#z'),
  headers: [],
  body: undefined,
  ...more,
});

const follow = (
  from: OutgoingRequest,
  status: number,
  location: string | undefined = '/to',
): OutgoingRequest | undefined =>
  followRedirect(from, {
    status,
    headers: location === undefined ? [] : [{ name: 'location', value: location }],
  });

const names = (next: OutgoingRequest | undefined): string[] =>
  (next?.headers ?? []).map(({ name }) => name);

describe('Redirected method', () => {
  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [301, 'PUT', 'PUT'],
    [302, 'DELETE', 'DELETE'],
    [302, 'post', 'post'],
    [303, 'PUT', 'GET'],
    [303, 'DELETE', 'GET'],
    [303, 'post', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'HEAD', 'HEAD'],
    [307, 'GET', 'GET'],
  ])(
    'follows the status: %i turns %s into %s, and drops the body when it changes',
    (status, method, expected) => {
      const headers = [
        'content-type',
        'content-length',
        'content-encoding',
        'transfer-encoding',
        'content-language',
      ].map((name) => header(name));
      const body = method === 'HEAD' || method === 'GET' ? undefined : BODY;
      const next = follow(request({ method, headers, body }), status);

      expect(next?.method).toBe(expected);
      if (expected === method) {
        expect(next?.body).toBe(body);
        expect(names(next)).toEqual([...headers.map(({ name }) => name), 'referer']);
      } else {
        expect(next?.body).toBeUndefined();
        expect(names(next)).toEqual(['content-language', 'referer']);
      }
    },
  );
});

describe('Redirect target', () => {
  test.each([
    ['/to', 'http://a.test/to'],
    ['../b?c', 'http://a.test/b?c'],
    ['?q', 'http://a.test/x?q'],
    ['', 'http://a.test/x?y'],
    ['//b.test', 'http://b.test/'],
    ['https://b.test/', 'https://b.test/'],
    ['http://u:p@a.test/', 'http://a.test/'],
  ])('%j resolves to %s', (location, target) => {
    expect(follow(request(), 302, location)?.url.href).toBe(target);
  });

  test.each([
    ['ftp://b/', 'ftp'],
    ['data:,x', 'data'],
    ['file:///etc/passwd', 'file'],
  ])('%s is rejected', (location, scheme) => {
    expect(() => follow(request(), 302, location)).toThrow(
      `redirect target uses unsupported URL scheme: ${scheme}`,
    );
  });

  test('is the first of several Location headers', () => {
    const headers = ['/one', '/two'].map((value) => ({ name: 'location', value }));

    expect(followRedirect(request(), { status: 302, headers })?.url.pathname).toBe('/one');
  });
});

test.each([200, 204, 300, 304, 305, 306, 309, 404])(
  'followRedirect returns nothing for the status %i',
  (status) => {
    expect(follow(request(), status)).toBeUndefined();
  },
);

test('followRedirect returns nothing without a Location or with an invalid one', () => {
  expect(followRedirect(request(), { status: 302, headers: [] })).toBeUndefined();
  expect(follow(request(), 302, 'http://[')).toBeUndefined();
});

describe('Redirected headers', () => {
  const headers = [
    header('authorization'),
    header('x-key', 's3cr3t', true),
    header('cookie'),
    header('cookie2'),
    header('proxy-authorization'),
    header('www-authenticate'),
    header('host'),
    header('x'),
  ];

  test.each(['http://b.test/', 'http://a.test:81/', 'https://a.test/', 'http://sub.a.test/'])(
    'lose credentials, cookies and values from the environment on the way to the origin %s',
    (location) => {
      expect(names(follow(request({ headers }), 307, location))).toEqual(['host', 'x', 'referer']);
    },
  );

  test('all stay within one origin', () => {
    expect(names(follow(request({ headers }), 307, 'http://a.test:80/b'))).toEqual([
      ...headers.map(({ name }) => name),
      'referer',
    ]);
  });
});

describe('Referer of a redirected request', () => {
  const referer = (next: OutgoingRequest | undefined): string[] =>
    (next?.headers ?? []).filter(({ name }) => name === 'referer').map(({ value }) => value);

  test('is the redirecting URL without its fragment', () => {
    expect(referer(follow(request(), 302))).toEqual(['http://a.test/x?y']);
  });

  test('is the origin alone when the target has another origin', () => {
    expect(referer(follow(request(), 302, 'http://b.test/'))).toEqual(['http://a.test/']);
  });

  test('replaces the Referer that the client sent', () => {
    const headers = [header('referer', 'mine')];

    expect(referer(follow(request({ headers }), 302))).toEqual(['http://a.test/x?y']);
  });

  test('is left out from https to http', () => {
    const from = request({ url: new URL('https://a.test/') });

    expect(referer(follow(from, 302, 'http://a.test/'))).toEqual([]);
  });
});

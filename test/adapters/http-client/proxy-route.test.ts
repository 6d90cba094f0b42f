import { describe, expect, test } from '@jest/globals';
import { proxyFor } from '../../../src/adapters/http-client/proxy-route.js';

const PROXY = 'http://proxy.test:3128';

const route = (url: string, environment: Record<string, string>): string | undefined =>
  proxyFor(new URL(url), environment)?.href;

describe('proxyFor', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['http://a.test/', {}, undefined],
    ['http://a.test/', { HTTP_PROXY: PROXY }, `${PROXY}/`],
    ['http://a.test/', { http_proxy: PROXY }, `${PROXY}/`],
    ['http://a.test/', { HTTP_PROXY: PROXY, http_proxy: 'http://other' }, `${PROXY}/`],
    ['http://a.test/', { HTTPS_PROXY: PROXY }, undefined],
    ['https://a.test/', { HTTP_PROXY: PROXY }, undefined],
    ['https://a.test/', { HTTPS_PROXY: PROXY }, `${PROXY}/`],
    ['https://a.test/', { https_proxy: PROXY }, `${PROXY}/`],
    ['http://a.test/', { ALL_PROXY: PROXY }, `${PROXY}/`],
    ['https://a.test/', { all_proxy: PROXY }, `${PROXY}/`],
    ['http://a.test/', { HTTP_PROXY: '', ALL_PROXY: PROXY }, `${PROXY}/`],
    ['http://a.test/', { HTTP_PROXY: 'proxy.test:3128' }, `${PROXY}/`],
    ['http://a.test/', { HTTP_PROXY: 'http://[' }, undefined],
    ['http://a.test/', { HTTP_PROXY: PROXY, REQUEST_METHOD: 'GET' }, undefined],
    ['http://127.0.0.1/', { HTTP_PROXY: PROXY }, `${PROXY}/`],
  ])('%s with %j is %s', (url, environment, proxy) => {
    expect(route(url, environment)).toBe(proxy);
  });
});

describe('NO_PROXY', () => {
  const isExempt = (entries: string, url: string): boolean =>
    route(url, { HTTP_PROXY: PROXY, NO_PROXY: entries }) === undefined;

  test.each([
    ['a.test', 'http://a.test/'],
    ['a.test', 'http://sub.a.test:81/'],
    ['.a.test', 'http://a.test/'],
    ['.a.test', 'http://sub.a.test/'],
    ['A.Test', 'http://a.test/'],
    [' x , a.test ', 'http://a.test/'],
    ['*', 'http://a.test/'],
    ['127.0.0.1', 'http://127.0.0.1:81/'],
    ['10.0.0.0/8', 'http://10.1.2.3/'],
    ['::1', 'http://[::1]/'],
    ['fd00::/8', 'http://[fd12::1]/'],
  ])('%j exempts %s', (entries, url) => {
    expect(isExempt(entries, url)).toBe(true);
  });

  test.each([
    ['', 'http://a.test/'],
    [',', 'http://a.test/'],
    ['b.test', 'http://a.test/'],
    ['a.test', 'http://ba.test/'],
    ['*.a.test', 'http://sub.a.test/'],
    ['a.test:80', 'http://a.test/'],
    ['10.0.0.0/8', 'http://11.1.2.3/'],
    ['10.0.0.0/99', 'http://10.1.2.3/'],
    ['10.0.0.0/x', 'http://10.1.2.3/'],
    ['0.0.1', 'http://127.0.0.1/'],
    ['::1', 'http://127.0.0.1/'],
  ])('%j does not exempt %s', (entries, url) => {
    expect(isExempt(entries, url)).toBe(false);
  });
});

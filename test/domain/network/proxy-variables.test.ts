import { expect, test } from '@jest/globals';
import { proxyVariables } from '../../../src/domain/network/proxy-variables.js';

test('variables name both proxies, under the names that upstream uses', () => {
  const variables = proxyVariables({ http: 1, socks: 2 }, false);
  const named = (value: string): number =>
    Object.values(variables).filter((given) => given === value).length;

  expect(variables).toMatchObject({
    HTTP_PROXY: 'http://127.0.0.1:1',
    https_proxy: 'http://127.0.0.1:1',
    ALL_PROXY: 'socks5h://127.0.0.1:2',
    NO_PROXY: '',
    CODEX_NETWORK_PROXY_ACTIVE: '1',
    CODEX_NETWORK_ALLOW_LOCAL_BINDING: '0',
  });
  expect([named('http://127.0.0.1:1'), named('socks5h://127.0.0.1:2'), named('')]).toEqual([
    21, 4, 5,
  ]);
});

test('variables name the HTTP proxy alone where there is no SOCKS proxy', () => {
  expect(proxyVariables({ http: 1, socks: undefined }, false).ALL_PROXY).toBe('http://127.0.0.1:1');
});

test('variables exempt local hosts where they may be reached', () => {
  const { NO_PROXY, CODEX_NETWORK_ALLOW_LOCAL_BINDING } = proxyVariables(
    { http: 1, socks: 2 },
    true,
  );
  expect(CODEX_NETWORK_ALLOW_LOCAL_BINDING).toBe('1');
  expect(NO_PROXY).toBe('localhost,127.0.0.1,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16');
});

import { describe, expect, test } from '@jest/globals';
import { UpstreamProxies } from '../../../src/adapters/network/upstream-proxies.js';

const create = (environment: Record<string, string>, options = {}): UpstreamProxies =>
  new UpstreamProxies(() => environment, {
    tcpUpstreamProxy: undefined,
    proxyPrivateIpsViaUpstream: false,
    ...options,
  });

const ALL_THREE = { HTTP_PROXY: 'http://h:1', HTTPS_PROXY: 'http://s:2', ALL_PROXY: 'http://a:3' };

describe('UpstreamProxies', () => {
  test.each([
    ['all three', ALL_THREE, 'h:1', 's:2'],
    ['HTTP_PROXY alone', { HTTP_PROXY: 'http://h:1' }, 'h:1', 'h:1'],
    ['HTTPS_PROXY alone', { HTTPS_PROXY: 'http://s:2' }, undefined, 's:2'],
    ['ALL_PROXY alone', { ALL_PROXY: 'http://a:3' }, 'a:3', 'a:3'],
    ['lower case', { http_proxy: 'http://h:1', https_proxy: 'http://s:2' }, 'h:1', 's:2'],
    ['both cases', { HTTP_PROXY: 'http://h:1', http_proxy: 'http://l:2' }, 'h:1', 'h:1'],
    ['a variable that is empty', { HTTP_PROXY: ' ', http_proxy: 'http://l:2' }, 'l:2', 'l:2'],
    ['a SOCKS proxy', { HTTP_PROXY: 'socks5h://h:1', ALL_PROXY: 'http://a:3' }, 'a:3', 'a:3'],
    ['no URL', { HTTP_PROXY: 'http://[bad', http_proxy: 'http://l:2' }, 'l:2', 'l:2'],
    ['no scheme', { HTTP_PROXY: 'h:1' }, 'h:1', 'h:1'],
    ['a path', { HTTP_PROXY: 'http://h:1/p' }, 'h:1', 'h:1'],
    ['NO_PROXY, without effect', { HTTP_PROXY: 'http://h:1', NO_PROXY: '*' }, 'h:1', 'h:1'],
    ['none', {}, undefined, undefined],
  ])('chooses for requests and for tunnels with %s', (_, environment, request, tunnel) => {
    const upstream = create(environment as Record<string, string>);
    expect(upstream.forRequest('name')?.host).toBe(request);
    expect(upstream.forTunnel('public-address')?.host).toBe(tunnel);
  });

  test('leads to no local host, and to a private address only where told to', () => {
    for (const kind of ['local', 'private-address'] as const) {
      expect(create(ALL_THREE).forRequest(kind)).toBeUndefined();
      expect(create(ALL_THREE).forTunnel(kind)).toBeUndefined();
    }
    const upstream = create(ALL_THREE, { proxyPrivateIpsViaUpstream: true });
    expect(upstream.forRequest('private-address')?.host).toBe('h:1');
    expect(upstream.forTunnel('private-address')?.host).toBe('s:2');
    expect(upstream.forRequest('local')).toBeUndefined();
  });

  test('sees a change of the environment', () => {
    const environment: Record<string, string> = {};
    const upstream = create(environment);
    environment.HTTP_PROXY = 'http://h:1';
    expect(upstream.forRequest('name')?.host).toBe('h:1');
  });
});

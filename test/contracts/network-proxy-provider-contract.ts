import { describe, expect, test } from '@jest/globals';
import type {
  NetworkJudge,
  NetworkProxyProvider,
  ProxyRequest,
} from '../../src/application/ports/network-proxy-provider.js';

const REQUEST: ProxyRequest = {
  socks: true,
  allowsUpstreamProxy: false,
  isIsolated: false,
  allowsUnixSockets: false,
};

const REFUSAL = { decision: 'deny', reason: 'not_allowed', source: 'baseline_policy' } as const;

const REFUSING: NetworkJudge = {
  judge: async () => ({ refusal: REFUSAL }),
  judgeUnixSocket: async () => REFUSAL,
};

/** The rules that every `NetworkProxyProvider` keeps to. */
export const networkProxyProviderContract = (
  name: string,
  create: () => NetworkProxyProvider,
): void => {
  describe(`NetworkProxyProvider contract: ${name}`, () => {
    test('opens an HTTP and a SOCKS proxy at ports of their own', async () => {
      const provider = create();
      const { ports, namespace } = await provider.open(REQUEST, REFUSING);
      expect(ports.http).toBeGreaterThan(0);
      expect(ports.socks).toBeGreaterThan(0);
      expect(ports.socks).not.toBe(ports.http);
      expect(namespace).toBeUndefined();
      await provider.dispose();
    });

    test('opens no SOCKS proxy that was not asked for', async () => {
      const provider = create();
      const { ports } = await provider.open({ ...REQUEST, socks: false }, REFUSING);
      expect(ports.socks).toBeUndefined();
      await provider.dispose();
    });

    test('names the namespace of isolated proxies', async () => {
      const provider = create();
      const request = { ...REQUEST, isIsolated: true, allowsUnixSockets: true };
      const { namespace } = await provider.open(request, REFUSING);
      expect(namespace).toEqual({ path: expect.stringMatching(/^\//), allowsUnixSockets: true });
      await provider.dispose();
    });

    test('closes a proxy once or more often, and all of them at its own end', async () => {
      const provider = create();
      const proxy = await provider.open(REQUEST, REFUSING);
      await provider.open(REQUEST, REFUSING);
      proxy.close();
      proxy.close();
      await provider.dispose();
      await provider.dispose();
    });
  });
};

import type {
  NetworkJudge,
  NetworkProxy,
  NetworkProxyProvider,
  ProxyRequest,
} from '../../src/application/ports/network-proxy-provider.js';

/** A proxy on paper. */
export interface FakeNetworkProxy extends NetworkProxy {
  readonly request: ProxyRequest;
  readonly judge: NetworkJudge;
  readonly isClosed: boolean;
}

/** Opens proxies that listen to nothing. */
export class FakeNetworkProxies implements NetworkProxyProvider {
  readonly opened: FakeNetworkProxy[] = [];
  /** The next `open` fails with it. */
  failure: Error | undefined;

  /** The proxy that was opened last. */
  get latest(): FakeNetworkProxy {
    const proxy = this.opened.at(-1);
    if (proxy === undefined) {
      throw new Error('no proxy has been opened');
    }
    return proxy;
  }

  async open(request: ProxyRequest, judge: NetworkJudge): Promise<NetworkProxy> {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    const proxy = {
      request,
      judge,
      isClosed: false,
      ports: { http: 1080, socks: request.socks ? 1081 : undefined },
      namespace: request.isIsolated
        ? { path: '/proc/42/ns', allowsUnixSockets: request.allowsUnixSockets }
        : undefined,
      close: () => {
        proxy.isClosed = true;
      },
    };
    this.opened.push(proxy);
    return proxy;
  }

  async dispose(): Promise<void> {
    for (const proxy of this.opened) {
      proxy.close();
    }
  }
}

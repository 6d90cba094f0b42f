import type { HostKind } from '../../domain/network/network-policy.js';

type Environment = Readonly<Record<string, string>>;

/** How proxies of this host are used beyond what its environment says. */
export interface UpstreamProxyOptions {
  /** `HOST:PORT` of an HTTP proxy that every connection of a SOCKS client goes through. */
  readonly tcpUpstreamProxy: string | undefined;
  /** Private addresses, too, are reached through the proxies of the environment. */
  readonly proxyPrivateIpsViaUpstream: boolean;
}

const HTTP = ['HTTP_PROXY', 'http_proxy'];
const HTTPS = ['HTTPS_PROXY', 'https_proxy'];
const ALL = ['ALL_PROXY', 'all_proxy'];

/**
 * The proxies of this host through which processes reach others. As upstream has it, `NO_PROXY` has no effect, and
 * tunnels fall back to `HTTP_PROXY`.
 */
export class UpstreamProxies {
  /** Every connection of a SOCKS client goes through this proxy, or fails. */
  readonly tcpProxy: URL | undefined;
  readonly #environment: () => Environment;
  readonly #coversPrivate: boolean;

  constructor(environment: () => Environment, options: UpstreamProxyOptions) {
    const { tcpUpstreamProxy, proxyPrivateIpsViaUpstream } = options;
    this.tcpProxy = tcpUpstreamProxy === undefined ? undefined : proxyUrl(tcpUpstreamProxy);
    this.#environment = environment;
    this.#coversPrivate = proxyPrivateIpsViaUpstream;
  }

  /** The proxy for plain requests to a host of that kind; undefined: they are sent to the host. */
  forRequest(kind: HostKind): URL | undefined {
    return this.#covers(kind) ? this.#firstOf([...HTTP, ...ALL]) : undefined;
  }

  /** The same for tunnels. */
  forTunnel(kind: HostKind): URL | undefined {
    return this.#covers(kind) ? this.#firstOf([...HTTPS, ...HTTP, ...ALL]) : undefined;
  }

  #covers(kind: HostKind): boolean {
    return kind === 'private-address' ? this.#coversPrivate : kind !== 'local';
  }

  /** What names no HTTP proxy is skipped. */
  #firstOf(variables: readonly string[]): URL | undefined {
    const environment = this.#environment();
    for (const variable of variables) {
      const text = Object.hasOwn(environment, variable) ? environment[variable]?.trim() : undefined;
      const url = text === undefined || text === '' ? undefined : proxyUrl(text);
      if (url !== undefined) {
        return url;
      }
    }
    return undefined;
  }
}

const proxyUrl = (text: string): URL | undefined => {
  const url = text.includes('://') ? text : `http://${text}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed !== undefined && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
};

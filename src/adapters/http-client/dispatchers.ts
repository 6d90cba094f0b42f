import type { Agent, buildConnector, Dispatcher } from 'undici';
import type { HttpLimits } from '../../application/limits/http-limits.js';
import { ExchangeFailed, type OutgoingRequest } from '../../domain/http/http-message.js';
import { basicCredentials } from '../../domain/http/url.js';
import { Connector } from './connector.js';
import { toFieldList } from './header-fields.js';
import { proxyFor } from './proxy-route.js';

type Undici = typeof import('undici');

/** The dispatcher of a request, and its request line and headers for that route. */
export interface Route {
  readonly dispatcher: Dispatcher;
  readonly request: Dispatcher.DispatchOptions;
  /** Through a proxy, so that an error may be the proxy's. */
  readonly isProxied: boolean;
}

/** The routes to other hosts: direct ones, and those through the proxies in the environment. */
export class Routes {
  readonly #undici: Undici;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #limits: HttpLimits;
  readonly #connector: Connector;
  readonly #direct: Agent;
  /** By proxy URL. */
  readonly #tunnels = new Map<string, Agent>();

  constructor(undici: Undici, environment: Readonly<Record<string, string>>, limits: HttpLimits) {
    this.#undici = undici;
    this.#environment = environment;
    this.#limits = limits;
    this.#connector = new Connector(undici, environment, limits);
    this.#direct = this.#agent(this.#connector.direct);
  }

  /** @throws {ExchangeFailed} when the environment names a proxy of an unsupported kind. */
  find(outgoing: OutgoingRequest): Route {
    const { url } = outgoing;
    const proxy = proxyFor(url, this.#environment);
    const request = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: outgoing.method as Dispatcher.HttpMethod,
      headers: toFieldList(outgoing.headers),
      body: outgoing.body ?? null,
    };
    if (proxy === undefined) {
      return { dispatcher: this.#direct, request, isProxied: false };
    }
    if (!/^https?:$/.test(proxy.protocol)) {
      throw new ExchangeFailed(`unsupported proxy scheme (${proxy.protocol})`);
    }
    if (url.protocol === 'https:') {
      return { dispatcher: this.#tunnel(proxy), request, isProxied: false };
    }
    const path = `${url.origin}${request.path}`;
    const headers = withProxyFields(request.headers, url, proxy);
    const proxied = { ...request, origin: proxy.origin, path, headers };
    return { dispatcher: this.#direct, request: proxied, isProxied: true };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#direct, ...this.#tunnels.values()].map((agent) => agent.destroy()));
  }

  #tunnel(proxy: URL): Agent {
    const known = this.#tunnels.get(proxy.href);
    if (known !== undefined) {
      return known;
    }
    const agent = this.#agent(this.#connector.through(proxy, basicCredentials(proxy)));
    this.#tunnels.set(proxy.href, agent);
    return agent;
  }

  /** No timeouts here: the client sets one for the whole request. */
  #agent(connect: buildConnector.connector): Agent {
    return new this.#undici.Agent({
      connect,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: this.#limits.maxResponseHeaderBytes,
    });
  }
}

/** A proxy receives the absolute URL, so `Host` must be set explicitly. */
const withProxyFields = (fields: readonly string[], url: URL, proxy: URL): string[] => {
  const names = fields.filter((_, index) => index % 2 === 0);
  const authorization = basicCredentials(proxy);
  return [
    ...fields,
    ...(names.includes('host') ? [] : ['host', url.host]),
    ...(authorization === undefined || names.includes('proxy-authorization')
      ? []
      : ['proxy-authorization', authorization]),
  ];
};

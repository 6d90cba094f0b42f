import type { EventEmitter } from 'node:events';
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { NetworkLimits } from '../../application/limits/network-limits.js';
import type {
  NetworkJudge,
  NetworkProxy,
  NetworkProxyProvider,
  ProxyRequest,
} from '../../application/ports/network-proxy-provider.js';
import { SpawnFailed } from '../../domain/errors.js';
import { Connector } from './connector.js';
import { createHttpProxy } from './http-proxy.js';
import { serveSocks } from './socks-proxy.js';
import type { UpstreamProxies } from './upstream-proxies.js';

/** A network namespace, and sockets that listen on its loopback. */
export interface IsolatedListeners {
  readonly handles: readonly Server[];
  /** The directory of its namespaces. */
  readonly path: string;
  /** Ends it. */
  close(): void;
}

/** Makes a namespace with that many sockets. @throws {SandboxRefused} when it cannot. */
export type Isolate = (sockets: number) => Promise<IsolatedListeners>;

const LOOPBACK: ListenOptions = { host: '127.0.0.1', port: 0 };

/** Opens proxies on loopback, of this host or of a network namespace. */
export class ProxyServers implements NetworkProxyProvider {
  readonly #isolate: Isolate;
  readonly #limits: NetworkLimits;
  readonly #upstream: UpstreamProxies;
  readonly #open = new Set<NetworkProxy>();

  constructor(isolate: Isolate, limits: NetworkLimits, upstream: UpstreamProxies) {
    this.#isolate = isolate;
    this.#limits = limits;
    this.#upstream = upstream;
  }

  async open(request: ProxyRequest, judge: NetworkJudge): Promise<NetworkProxy> {
    const connector = new Connector(
      this.#upstream,
      request.allowsUpstreamProxy,
      this.#limits.proxyConnectTimeoutMs,
    );
    const http = createHttpProxy(judge, this.#limits, connector);
    const socks = request.socks ? this.#createSocksProxy(judge, connector) : undefined;
    const servers: readonly Server[] = socks === undefined ? [http] : [http, socks];
    const isolated = request.isIsolated ? await this.#isolate(servers.length) : undefined;
    const closeConnections = trackConnections(servers);
    const proxy: NetworkProxy = {
      get ports() {
        return { http: portOf(http), socks: socks && portOf(socks) };
      },
      namespace: isolated && {
        path: isolated.path,
        allowsUnixSockets: request.allowsUnixSockets,
      },
      close: () => {
        this.#open.delete(proxy);
        for (const server of servers) {
          server.close();
        }
        closeConnections();
        isolated?.close();
      },
    };
    try {
      for (const [index, server] of servers.entries()) {
        server.maxConnections = this.#limits.maxProxyConnections;
        await listen(server, isolated?.handles[index] ?? LOOPBACK);
      }
    } catch (error) {
      proxy.close();
      throw new SpawnFailed(`its network proxy cannot listen: ${(error as Error).message}`);
    }
    this.#open.add(proxy);
    return proxy;
  }

  async dispose(): Promise<void> {
    for (const proxy of this.#open) {
      proxy.close();
    }
  }

  #createSocksProxy(judge: NetworkJudge, connector: Connector): Server {
    return createServer({ allowHalfOpen: true }, (socket) =>
      serveSocks(socket, judge, this.#limits, connector),
    );
  }
}

/** Resolves when it listens there, or takes over what a handle listens to. */
const listen = (server: Server, where: ListenOptions | Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Returns a function that ends the connections of these servers, tunnels included. */
const trackConnections = (servers: readonly EventEmitter[]): (() => void) => {
  const connections = new Set<Socket>();
  for (const server of servers) {
    server.on('connection', (socket: Socket) => {
      connections.add(socket);
      socket.once('close', () => connections.delete(socket));
    });
  }
  return () => {
    for (const socket of connections) {
      socket.destroy();
    }
  };
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

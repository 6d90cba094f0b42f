import { request as sendRequest } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Admitted } from '../../application/ports/network-proxy-provider.js';
import type { Authority } from '../../domain/network/host-name.js';
import { dial, inTime } from './dial.js';
import type { UpstreamProxies } from './upstream-proxies.js';

const SECURE_PORT = 443;
const PLAIN_PORT = 80;

/** A connection for one plain request: to the host, or to a proxy that sends it on. */
export interface RequestConnection {
  readonly socket: Socket;
  /** Undefined: it leads to the host. */
  readonly proxy: URL | undefined;
}

/** Connects to hosts that were admitted: directly, or through a proxy of this host. */
export class Connector {
  readonly #upstream: UpstreamProxies;
  readonly #allowsUpstream: boolean;
  readonly #timeoutMs: number;

  constructor(upstream: UpstreamProxies, allowsUpstream: boolean, timeoutMs: number) {
    this.#upstream = upstream;
    this.#allowsUpstream = allowsUpstream;
    this.#timeoutMs = timeoutMs;
  }

  /** For a plain HTTP request. @throws what the last attempt does */
  async forRequest(target: Authority, admitted: Admitted): Promise<RequestConnection> {
    const proxy = this.#allowsUpstream ? this.#upstream.forRequest(admitted.kind) : undefined;
    const socket =
      proxy === undefined
        ? await this.#dial(admitted.addresses, target.port)
        : await this.#dialProxy(proxy);
    return { socket, proxy };
  }

  /** To a host, whatever is sent there. @throws what the last attempt does */
  async forTunnel(target: Authority, admitted: Admitted): Promise<Socket> {
    const proxy = this.#allowsUpstream ? this.#upstream.forTunnel(admitted.kind) : undefined;
    return proxy === undefined
      ? this.#dial(admitted.addresses, target.port)
      : this.#tunnelThrough(proxy, target);
  }

  /** TLS to a host. @throws what the last attempt does, or when its certificate is not trusted */
  async forSecureRequest(target: Authority, admitted: Admitted): Promise<Socket> {
    return this.#secure(await this.forTunnel(target, admitted), target.host);
  }

  /** For a SOCKS client. @throws what the last attempt does, or when there is a mandatory proxy that may not be used */
  async forSocks({ host, port }: Authority, admitted: Admitted): Promise<Socket> {
    const { tcpProxy } = this.#upstream;
    const { kind, addresses, isPublic } = admitted;
    if (tcpProxy === undefined) {
      return this.#dial(addresses, port);
    }
    if (!this.#allowsUpstream || kind === 'local' || kind === 'private-address') {
      throw Object.assign(new Error('not reachable through the proxy'), { code: 'ECONNREFUSED' });
    }
    // The address was decided about; the proxy could resolve the name to another.
    const [address = host] = addresses;
    return this.#tunnelThrough(tcpProxy, { host: isPublic ? address : host, port });
  }

  #dial(addresses: readonly string[], port: number): Promise<Socket> {
    return dial({ addresses, port }, this.#timeoutMs);
  }

  /** Its name is resolved by the system: the proxy is this host's own, not what a process asked for. */
  async #dialProxy({ protocol, hostname, port }: URL): Promise<Socket> {
    const host = hostname.replace(/^\[|\]$/g, '');
    const isSecure = protocol === 'https:';
    const socket = await this.#dial([host], Number(port) || (isSecure ? SECURE_PORT : PLAIN_PORT));
    return isSecure ? this.#secure(socket, host) : socket;
  }

  async #tunnelThrough(proxy: URL, { host, port }: Authority): Promise<Socket> {
    const socket = await this.#dialProxy(proxy);
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    return inTime(socket, this.#timeoutMs, (resolve, reject) => {
      const request = sendRequest({
        method: 'CONNECT',
        path: authority,
        headers: ['Host', authority, ...proxyAuthorization(proxy)],
        createConnection: () => socket,
      });
      request.on('error', reject);
      // An answer to CONNECT that is no tunnel, too, is this event.
      request.on('connect', ({ statusCode = 0 }, _, head) => {
        if (statusCode < 200 || statusCode > 299) {
          reject(new Error(`the proxy answered ${statusCode}`));
          return;
        }
        if (head.length > 0) {
          socket.unshift(head);
        }
        resolve(socket);
      });
      request.end();
    });
  }

  #secure(socket: Socket, host: string): Promise<Socket> {
    return inTime(socket, this.#timeoutMs, (resolve, reject) => {
      const servername = isIP(host) === 0 ? host : '';
      const options = { socket, host, servername, ALPNProtocols: ['http/1.1'] };
      const secured = connectTls(options, () => resolve(secured));
      secured.once('error', reject);
    });
  }
}

/** The field with the user and password of a proxy's URL, if it has them. */
export const proxyAuthorization = ({ username, password }: URL): string[] => {
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return username === '' && password === ''
    ? []
    : ['Proxy-Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`];
};

/** A `%` that begins no escape is itself. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

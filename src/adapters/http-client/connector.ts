import type { Socket } from 'node:net';
import type { buildConnector, Client } from 'undici';
import type { HttpLimits } from '../../application/limits/http-limits.js';
import { ExchangeFailed } from '../../domain/http/http-message.js';
import { explainFault } from './explain-fault.js';
import { trustedRoots } from './trusted-roots.js';

type Undici = typeof import('undici');

/** Opens the connections of the dispatchers: plain, with TLS, or through a proxy. */
export class Connector {
  readonly #undici: Undici;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;
  readonly #explain: (error: unknown) => string;
  readonly #plain: buildConnector.connector;
  /** Created with the first TLS connection, since reading the trusted roots takes a while. */
  #secure: Promise<buildConnector.connector> | undefined;

  constructor(undici: Undici, environment: Readonly<Record<string, string>>, limits: HttpLimits) {
    this.#undici = undici;
    this.#environment = environment;
    this.#timeoutMs = limits.connectTimeoutMs;
    this.#explain = (error) => explainFault(error, limits).message;
    this.#plain = undici.buildConnector({ timeout: this.#timeoutMs });
  }

  /** Connects to the host directly. */
  readonly direct: buildConnector.connector = (options, callback) => {
    // undici takes the name to verify from the `Host` header, which the client controls.
    const { servername: _, ...rest } = options;
    if (options.protocol !== 'https:') {
      return this.#plain(rest, callback);
    }
    this.#secureConnector().then(
      (connect) => connect(rest, callback),
      (error) => callback(error, null),
    );
  };

  /** Connects through a CONNECT tunnel of `proxy`. */
  through(proxy: URL, authorization: string | undefined): buildConnector.connector {
    return (options, callback) => {
      const host = options.host ?? options.hostname;
      const target = /:\d+$/.test(host) ? host : `${host}:443`;
      this.#openTunnel(proxy, target, authorization).then(
        (httpSocket) => this.direct({ ...options, httpSocket }, callback),
        (error) => callback(error, null),
      );
    };
  }

  async #openTunnel(
    proxy: URL,
    target: string,
    authorization: string | undefined,
  ): Promise<Socket> {
    const client: Client = new this.#undici.Client(proxy.origin, {
      connect: this.direct,
      headersTimeout: this.#timeoutMs,
    });
    const headers = {
      host: target,
      'proxy-connection': 'keep-alive',
      ...(authorization !== undefined && { 'proxy-authorization': authorization }),
    };
    try {
      const { statusCode, socket } = await client.connect({ path: target, headers });
      if (statusCode >= 200 && statusCode < 300) {
        return socket as Socket;
      }
      socket.destroy();
      throw new ExchangeFailed(`it answered ${statusCode}`);
    } catch (error) {
      // undici would retry some system errors endlessly because of their codes.
      throw new ExchangeFailed(`no tunnel through the proxy: ${this.#explain(error)}`);
    } finally {
      client.destroy().catch(() => undefined);
    }
  }

  #secureConnector(): Promise<buildConnector.connector> {
    this.#secure ??= trustedRoots(this.#environment).then(
      (secureContext) => this.#undici.buildConnector({ secureContext, timeout: this.#timeoutMs }),
      (error) => {
        // Forgotten, so that the next connection retries: the file may exist by then.
        this.#secure = undefined;
        throw error;
      },
    );
    return this.#secure;
  }
}

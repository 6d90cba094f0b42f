import type { IncomingMessage } from 'node:http';
import { type Authority, parseAuthority } from '../../domain/network/host-name.js';

/** Where a plain HTTP request goes. */
export interface HttpTarget extends Authority {
  /** What the origin is asked for: path and query. */
  readonly path: string;
  /** Host and port as the client wrote them. */
  readonly authority: string;
  /** The proxy is to use TLS. */
  readonly isSecure: boolean;
}

const ABSOLUTE = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)/i;
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };
const HTTP_PORT = 80;

/**
 * The target of a request in absolute form, or in origin form with a `Host`; a text when it has none, or when both name
 * different ones, so that what is decided about is what the origin is told.
 */
export const targetOf = ({ url = '', rawHeaders }: IncomingMessage): HttpTarget | string => {
  const hosts = rawHeaders.filter(
    (_, at) => rawHeaders[at - 1]?.toLowerCase() === 'host' && at % 2,
  );
  if (hosts.length > 1) {
    return 'multiple Host headers';
  }
  const [hostText] = hosts;
  const [, givenScheme, authority = '', path = ''] = ABSOLUTE.exec(url) ?? [];
  const scheme = givenScheme?.toLowerCase();
  const defaultPort = PORTS[scheme ?? 'http'] ?? HTTP_PORT;
  const host = hostText === undefined ? undefined : parseAuthority(hostText.trim(), defaultPort);
  if (hostText !== undefined && host === undefined) {
    return 'invalid Host header';
  }
  if (scheme === undefined) {
    return host === undefined || !url.startsWith('/')
      ? 'missing host'
      : { ...host, path: url, authority: hostText ?? '', isSecure: false };
  }
  if (!Object.hasOwn(PORTS, scheme)) {
    return 'unsupported scheme; use CONNECT';
  }
  // User and password are not part of the target, and not sent on.
  const bare = authority.slice(authority.lastIndexOf('@') + 1);
  const target = parseAuthority(bare, defaultPort);
  if (target === undefined) {
    return 'missing host';
  }
  if (host !== undefined && (host.host !== target.host || host.port !== target.port)) {
    return 'Host header does not match request target';
  }
  return {
    ...target,
    path: path.startsWith('/') ? path : `/${path}`,
    authority: bare,
    isSecure: scheme === 'https',
  };
};

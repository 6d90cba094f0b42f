import type { HostPath } from '../../../application/host/host-path.js';
import { decodePath, encodePath } from '../../../domain/files/path-encoding.js';
import { ForeignPathParam, InvalidParams } from './invalid-params.js';

const DRIVE_LETTER = /^\/[A-Za-z](:|%3[Aa])(\/|$)/;
/** With a host, even an empty one, `URL` alone would read `c|` as a drive letter. */
const HAS_HOST = /^\s*file:[/\\]{2}/i;

/** A local path that `URL` gives back as it is. Parsing takes longer than reading a small file. */
const PLAIN = /^file:\/\/(?:\/\.?[\w~-][\w.~-]*)+$/;

/**
 * Parses a path URI as docs/protocol.md appendix B defines it: a WHATWG `file:` URL whose path may
 * percent-encode any byte but 0. Bytes that are not UTF-8 are decoded as `path-encoding.ts` describes.
 *
 * @throws {InvalidParams}
 */
export const parsePathUri = (field: string, uri: string): HostPath => {
  if (PLAIN.test(uri)) {
    return { asSent: uri, path: uri.slice('file://'.length) };
  }
  const url = parseUrl(field, HAS_HOST.test(uri) ? uri.replaceAll('|', '%7C') : uri);
  if (url.protocol !== 'file:') {
    throw new InvalidParams(
      `unsupported path URI scheme \`${url.protocol.slice(0, -1)}\` in field \`${field}\`; expected a file: URI`,
    );
  }
  if (url.href.includes('#')) {
    throw new InvalidParams(`fragments are not allowed in path URIs (field \`${field}\`)`);
  }
  if (url.href.includes('?')) {
    throw new InvalidParams(`query parameters are not allowed in path URIs (field \`${field}\`)`);
  }
  const isForeign = url.host !== '' || DRIVE_LETTER.test(url.pathname);
  return { asSent: uri, path: isForeign ? undefined : decodePathname(field, uri, url.pathname) };
};

const parseUrl = (field: string, uri: string): URL => {
  if (URL.canParse(uri)) {
    return new URL(uri);
  }
  const reason = /^\s*[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)
    ? 'invalid international domain name'
    : 'relative URL without a base; expected file:///PATH';
  throw new InvalidParams(`invalid URI: ${reason} (field \`${field}\`)`);
};

const decodePathname = (field: string, uri: string, pathname: string): string => {
  const bytes = Buffer.from(
    pathname.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );
  if (bytes.includes(0)) {
    throw new ForeignPathParam(field, uri);
  }
  const path = decodePath(bytes).replace(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
};

/** All but the printable ASCII characters that the wire protocol leaves unencoded; one character per byte. */
const RESERVED = /[^!$&'()*+,\-./0-9:;=@A-Z[\]^_a-z|~]/g;

/** The `file:` URI of an absolute path, percent-encoded as upstream encodes it. */
export const toPathUri = (path: string): string =>
  `file://${path.search(RESERVED) === -1 ? path : percentEncoded(path)}`;

const percentEncoded = (path: string): string =>
  Buffer.from(encodePath(path))
    .toString('latin1')
    .replace(
      RESERVED,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );

import type { PathLike } from 'node:fs';
import { resolve } from 'node:path/posix';

/** Characters of a path that stay as they are in a URI; one character per byte. */
const RESERVED = /[^!$&'()*+,\-./0-9:;=@A-Z[\]^_a-z~]/g;

/** `/c:` at the start of a path would be read as a drive letter of Windows. */
const DRIVE_LETTER = /^\/[A-Za-z][:|](?:\/|$)/;

/** The bytes of a path as Node takes it: text is UTF-8, a URL may percent-encode any byte. */
const pathBytes = (path: PathLike): Buffer => {
  const bytes = bytesOf(path);
  if (bytes.includes(0)) {
    throw invalidPath(path, 'must not have a null byte');
  }
  if (bytes.length === 0) {
    throw invalidPath(path, 'must not be empty');
  }
  return bytes;
};

const bytesOf = (path: PathLike): Buffer => {
  if (typeof path === 'string') {
    return Buffer.from(path, 'utf8');
  }
  if (path instanceof URL) {
    return bytesOfUrl(path);
  }
  if (path instanceof Uint8Array) {
    return Buffer.from(path);
  }
  throw Object.assign(
    new TypeError(
      `The "path" argument must be of type string or an instance of Buffer or URL. Received ${typeof path}`,
    ),
    { code: 'ERR_INVALID_ARG_TYPE' },
  );
};

const bytesOfUrl = (url: URL): Buffer => {
  if (url.protocol !== 'file:' || url.host !== '' || url.search !== '' || url.hash !== '') {
    throw invalidPath(url, 'must be a file: URL without host, query and fragment');
  }
  return decodePercent(url.pathname);
};

const invalidPath = (path: PathLike, rule: string): TypeError =>
  Object.assign(new TypeError(`The path ${rule}. Received '${path}'`), {
    code: 'ERR_INVALID_ARG_VALUE',
  });

/**
 * The `file:` URI of a path (docs/protocol.md appendix B), with `.`, `..` and further slashes resolved in the text, as
 * the server would; a relative path is below the server's working directory.
 *
 * @param cwdUri - working directory of the server; null: it has been removed
 */
export const toPathUri = (path: PathLike, cwdUri: string | null): string => {
  const given = pathBytes(path).toString('latin1');
  if (!given.startsWith('/') && cwdUri === null) {
    throw invalidPath(path, 'must be absolute: the working directory of the server was removed');
  }
  const absolute = resolve(cwdUri === null ? '/' : fromPathUri(cwdUri).toString('latin1'), given);
  const text = absolute.replace(
    RESERVED,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `file://${DRIVE_LETTER.test(absolute) ? '/' : ''}${text}`;
};

/** The bytes of the path that a `file:` URI of the server means. */
export const fromPathUri = (uri: string): Buffer => decodePercent(uri.slice('file://'.length));

const decodePercent = (text: string): Buffer =>
  Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );

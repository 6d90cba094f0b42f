import { ExecServerError } from '../errors.js';

/** The error for a request that is invalid. */
export const invalidRequest = (message: string): ExecServerError =>
  new ExecServerError('invalid-argument', message, { http: 'request' });

/**
 * Parses the URL of a request.
 *
 * @throws {ExecServerError} `invalid-argument` when it is invalid, or neither http nor https.
 */
export const parseHttpUrl = (text: string): URL => {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalidRequest(`url is invalid: ${fault(text)}`);
  }
  if (!isHttp(url)) {
    throw invalidRequest(`only supports http and https URLs, got ${schemeOf(url)}`);
  }
  return url;
};

export const isHttp = (url: URL): boolean => url.protocol === 'http:' || url.protocol === 'https:';

export const schemeOf = (url: URL): string => url.protocol.slice(0, -1);

/** The URL without user and password, as errors and `Referer` show it. */
export const withoutUserInfo = (url: URL): URL => {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
};

/** Why a text is not a URL, which `URL` does not report. */
const fault = (text: string): string => {
  const authority = /^[\s\p{Cc}]*[a-z][a-z\d+.-]*:[/\\]*(?<authority>[^/\\?#]*)/iu.exec(text)
    ?.groups?.authority;
  if (authority === undefined) {
    return 'relative URL without a base';
  }
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1).trim();
  if (hostAndPort === '' || hostAndPort.startsWith(':')) {
    return 'empty host';
  }
  if (hostAndPort.startsWith('[')) {
    return 'invalid IPv6 address';
  }
  const port = /:(.*)$/.exec(hostAndPort)?.[1] ?? '';
  if (/\D/.test(port) || Number(port) > MAX_PORT) {
    return 'invalid port number';
  }
  const isNumeric = /(^|\.)(\d+|0x[\da-f]*)\.?(:\d*)?$/i.test(hostAndPort);
  return isNumeric ? 'invalid IPv4 address' : 'invalid international domain name';
};

const MAX_PORT = 65_535;

/** The `Authorization` header for the user and password of a URL; undefined when it has none. */
export const basicCredentials = ({ username, password }: URL): string | undefined =>
  username === '' && password === ''
    ? undefined
    : `Basic ${btoa(`${bytesOf(username)}:${bytesOf(password)}`)}`;

/** The bytes of a percent-encoded text, one per UTF-16 code unit. */
const bytesOf = (encoded: string): string =>
  encoded.replace(/%([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );

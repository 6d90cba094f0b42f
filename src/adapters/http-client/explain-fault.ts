import type { HttpLimits } from '../../application/limits/http-limits.js';
import { ExecServerError } from '../../domain/errors.js';
import { ExchangeFailed } from '../../domain/http/http-message.js';

/**
 * Translates an error of Node, OpenSSL or undici, recognized by its code, into an `ExchangeFailed`; one that
 * is an `ExchangeFailed` already is returned as it is.
 */
export const explainFault = (error: unknown, limits: HttpLimits): Error => {
  if (error instanceof ExchangeFailed || error instanceof ExecServerError) {
    return error;
  }
  // Parser errors often have no code.
  if ((error as Error).name === 'HTTPParserError') {
    return new ExchangeFailed(NOT_HTTP);
  }
  const code = codeOf(error);
  return new ExchangeFailed(textOf(code, limits) ?? `it failed (${code})`);
};

const NOT_HTTP = 'the response is not valid HTTP/1.1';

const textOf = (
  code: string,
  { maxResponseHeaderBytes, connectTimeoutMs }: HttpLimits,
): string | undefined => {
  switch (code) {
    case 'UND_ERR_HEADERS_OVERFLOW':
      return `the response headers exceed ${maxResponseHeaderBytes} bytes`;
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `no connection within ${connectTimeoutMs / 1000} s`;
    case 'UND_ERR_SOCKET':
      return 'the connection was closed before the end of the response';
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return 'server stopping';
    case 'ECONNREFUSED':
      return 'the connection was refused (ECONNREFUSED)';
    case 'ECONNRESET':
    case 'EPIPE':
      return `the connection was reset (${code})`;
  }
  if (/^(ENOTFOUND|EAI_\w+)$/.test(code)) {
    return `the host has no known address (${code})`;
  }
  if (code.startsWith('UND_ERR_RES')) {
    return NOT_HTTP;
  }
  if (/^(ERR_SSL_\w+|EPROTO)$/.test(code)) {
    return `TLS failed (${code})`;
  }
  if (/CERT|SIGNATURE|ISSUER|^(CRL|HOSTNAME)_|^INVALID_(CA|PURPOSE)$|_TLS_/.test(code)) {
    return `its certificate is not trusted (${code})`;
  }
  return undefined;
};

/** The code of an error or of its cause; codes are fixed identifiers, independent of what the server sent. */
const codeOf = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)) {
    return code;
  }
  return cause === undefined ? 'unknown' : codeOf(cause);
};

import type { Limits } from '../../application/limits/limits.js';
import { ExecServerError } from '../../domain/errors.js';
import { ExchangeFailed } from '../../domain/http/http-request-failed.js';

/** Limits that an exchange may meet. */
export type FaultLimits = Pick<Limits, 'maxResponseHeaderBytes' | 'connectTimeoutMs'>;

/**
 * A fault on the way in words; the faults of Node, OpenSSL and undici are told apart by their codes. One that is in
 * words already stays.
 */
export const explainFault = (error: unknown, limits: FaultLimits): Error => {
  if (error instanceof ExchangeFailed || error instanceof ExecServerError) {
    return error;
  }
  // Its code is mostly missing.
  if ((error as Error).name === 'HTTPParserError') {
    return new ExchangeFailed(NOT_HTTP);
  }
  const code = codeOf(error);
  return new ExchangeFailed(wordsOf(code, limits) ?? `it failed (${code})`);
};

const NOT_HTTP = 'the response is not valid HTTP/1.1';

const wordsOf = (
  code: string,
  { maxResponseHeaderBytes, connectTimeoutMs }: FaultLimits,
): string | undefined => {
  switch (code) {
    case 'UND_ERR_HEADERS_OVERFLOW':
      return `the head of the response is larger than ${maxResponseHeaderBytes} bytes`;
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `no connection within ${connectTimeoutMs / 1000} s`;
    case 'UND_ERR_SOCKET':
      return 'the connection was closed before the end of the response';
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return 'the server stops';
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

/** Of the error, or of what it wraps; codes are of a fixed kind, whatever the far end says. */
const codeOf = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)) {
    return code;
  }
  return cause === undefined ? 'unknown' : codeOf(cause);
};

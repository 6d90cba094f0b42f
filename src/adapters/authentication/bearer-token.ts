import type { Refusal } from '../../application/ports/authenticator.js';

const ASCII = /^[\t\x20-\x7e]*$/;
const BEARER = /^bearer +(?<token>[^ \t].*)$/i;

/**
 * The token of an `Authorization: Bearer TOKEN` header, or why there is none (docs/protocol.md section 2.1).
 */
export const readBearerToken = (authorization: string | undefined): string | Refusal => {
  if (authorization === undefined) {
    return { granted: false, reason: 'missing websocket bearer token' };
  }
  // More white space may follow the one space after the scheme.
  const header = authorization.trim().replace(/^([a-z]+ )[ \t]+/i, '$1');
  const token = ASCII.test(header) ? BEARER.exec(header)?.groups?.token : undefined;
  return token ?? { granted: false, reason: 'invalid authorization header' };
};

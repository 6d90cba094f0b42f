import { createHmac } from 'node:crypto';

/** The secret of the tests, as long as it must be. */
export const SECRET = Buffer.from('0123456789abcdef0123456789abcdef');

/** How a token differs from a plain one. */
interface Signing {
  readonly header?: unknown;
  readonly secret?: Buffer | string;
  readonly hash?: string;
}

/** A token (JWT) made without the library under test. Text for claims or header is taken as it is. */
export const sign = (claims: unknown, signing: Signing = {}): string => {
  const { header = { alg: 'HS256', typ: 'JWT' }, secret = SECRET, hash = 'sha256' } = signing;
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
};

/** Base64url of JSON, or of text as it is. */
export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

import { describe, expect, test } from '@jest/globals';
import type { ClaimRules } from '../../../src/adapters/authentication/jwt-claims.js';
import { SignedBearerToken } from '../../../src/adapters/authentication/signed-bearer-token.js';
import type { AuthenticationResult } from '../../../src/application/ports/authenticator.js';
import { authenticatorContract } from '../../contracts/authenticator-contract.js';
import { encode, SECRET, sign } from './sign.js';

const NOW = 1_800_000_000;
const RULES: ClaimRules = {
  issuer: undefined,
  audience: undefined,
  maxClockSkewSeconds: 30,
  maxLifetimeSeconds: undefined,
};
const CLAIMS = { exp: NOW + 60 };
const OTHER_SECRET = 'y'.repeat(32);

const authenticator = (rules: Partial<ClaimRules> = {}): SignedBearerToken =>
  new SignedBearerToken({ current: () => SECRET }, { ...RULES, ...rules }, () => NOW);

const judge = async (token: string, rules?: Partial<ClaimRules>): Promise<AuthenticationResult> =>
  await authenticator(rules).authenticate(`Bearer ${token}`);

authenticatorContract('a signed bearer token', () => ({
  authenticator: authenticator(),
  right: [`Bearer ${sign(CLAIMS)}`, `bearer  ${sign({ ...CLAIMS, extra: [1] })}`],
  wrong: [
    `Bearer ${sign(CLAIMS, { secret: OTHER_SECRET })}`,
    `Bearer ${sign(CLAIMS, { secret: 'z'.repeat(32) })}`,
  ],
}));

describe('SignedBearerToken', () => {
  test.each<[string, string]>([
    ['with further header fields', sign(CLAIMS, { header: { alg: 'HS256', kid: 'k', x: 1 } })],
    ['with critical extensions', sign(CLAIMS, { header: { alg: 'HS256', crit: ['x'], x: 1 } })],
    ['without typ', sign(CLAIMS, { header: { alg: 'HS256' } })],
    [
      'with a key in its header, which is ignored',
      sign(CLAIMS, { header: { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } } }),
    ],
    ['with white space around its claims', sign(` ${JSON.stringify(CLAIMS)} `)],
  ])('grants a token %s', async (_, token) => {
    expect(await judge(token)).toEqual({ granted: true });
  });

  test('returns the sub claim as subject when it is a non-empty string', async () => {
    expect(await judge(sign({ ...CLAIMS, sub: 'ann' }))).toEqual({ granted: true, subject: 'ann' });
    for (const sub of [undefined, null, '', 7, ['ann']]) {
      expect(await judge(sign({ ...CLAIMS, sub }))).toEqual({ granted: true });
    }
  });

  const [head = '', body = '', signature = ''] = sign(CLAIMS).split('.');
  test.each<[string, string]>([
    ['of another secret', sign(CLAIMS, { secret: OTHER_SECRET })],
    ['of the empty secret', sign(CLAIMS, { secret: '' })],
    ['that has expired, of another secret', sign({ exp: 1 }, { secret: OTHER_SECRET })],
    ['without algorithm', sign(CLAIMS, { header: {} })],
    ['of alg none, unsigned', `${encode({ alg: 'none' })}.${body}.`],
    ['of alg none, with a signature', sign(CLAIMS, { header: { alg: 'none' } })],
    ['of alg HS384', sign(CLAIMS, { header: { alg: 'HS384' }, hash: 'sha384' })],
    ['of alg HS512', sign(CLAIMS, { header: { alg: 'HS512' }, hash: 'sha512' })],
    ['of alg hs256', sign(CLAIMS, { header: { alg: 'hs256' } })],
    ['of alg RS256, signed with the secret', sign(CLAIMS, { header: { alg: 'RS256' } })],
    ['whose header is a list', sign(CLAIMS, { header: '["HS256"]' })],
    ['whose header is no JSON', sign(CLAIMS, { header: 'HS256' })],
    ['without signature', `${head}.${body}.`],
    ['of two parts', `${head}.${body}`],
    ['of four parts', `${head}.${body}.${signature}.x`],
    ['with other claims than were signed', `${head}.${encode({ exp: NOW + 61 })}.${signature}`],
    ['with padding', `${head}.${body}.${signature}=`],
    ['in plain base64', `${head}.${body}.${signature.slice(0, -2)}+/`],
    ['with bits behind its last byte', `${head}.${body}.${nextSymbol(signature)}`],
    ['with a blank in it', `${head}.${body}. ${signature}`],
    ['without dots', 'token'],
    ['of dots only', '..'],
  ])('rejects a token %s and counts it as an attempt', async (_, token) => {
    expect(await judge(token)).toEqual({
      granted: false,
      reason: 'invalid websocket jwt',
      attemptKey: expect.any(String),
    });
  });

  test.each<[string, unknown]>([
    ['no exp', {}],
    ['exp in text', { exp: String(NOW + 60) }],
    ['exp with a fraction', { exp: NOW + 60.5 }],
    ['exp null', { exp: null }],
    ['exp beyond 64 bits', '{"exp":9223372036854777856}'],
    ['nbf in text', { ...CLAIMS, nbf: '1' }],
    ['nbf with a fraction', { ...CLAIMS, nbf: 1.5 }],
    ['iss that is no text', { ...CLAIMS, iss: 1 }],
    ['iss in a list', { ...CLAIMS, iss: ['me'] }],
    ['aud that is no text', { ...CLAIMS, aud: 1 }],
    ['aud with something else in it', { ...CLAIMS, aud: ['a', 1] }],
    ['a list', []],
    ['text', '"exp"'],
    ['null', 'null'],
    ['no JSON', 'exp'],
  ])(
    'rejects a token with invalid claims (%s) and does not count it as an attempt',
    async (_, claims) => {
      expect(await judge(sign(claims))).toEqual({
        granted: false,
        reason: 'invalid websocket jwt',
      });
    },
  );

  test('rejects an expired token with the reason and does not count it as an attempt', async () => {
    const token = sign({ exp: NOW - 31 });
    expect(await judge(token)).toEqual({ granted: false, reason: 'expired websocket jwt' });
  });

  test('verifies with the current secret at each authentication', async () => {
    let secret = SECRET;
    const judgeNow = new SignedBearerToken({ current: () => secret }, RULES, () => NOW);
    const token = `Bearer ${sign(CLAIMS)}`;
    expect((await judgeNow.authenticate(token)).granted).toBe(true);
    secret = Buffer.from(OTHER_SECRET);
    expect((await judgeNow.authenticate(token)).granted).toBe(false);
  });
});

/** The same bytes, spelled with another last symbol. */
function nextSymbol(text: string): string {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + symbols[symbols.indexOf(text.slice(-1)) ^ 1];
}

import { describe, expect, test } from '@jest/globals';
import {
  type ClaimRules,
  checkClaims,
  readClaims,
} from '../../../src/adapters/authentication/jwt-claims.js';

const NOW = 1_800_000_000;
const EXPIRED = 'expired websocket jwt';
const EARLY = 'websocket jwt is not valid yet';
const ISSUER = 'websocket jwt issuer mismatch';
const AUDIENCE = 'websocket jwt audience mismatch';
const LIFETIME = 'websocket jwt lifetime exceeds --ws-max-token-lifetime';

const judge = (claims: object, rules: Partial<ClaimRules> = {}): string | undefined => {
  const read = readClaims(Buffer.from(JSON.stringify(claims)));
  if (read === undefined) {
    throw new Error('unreadable');
  }
  const defaults = {
    issuer: undefined,
    audience: undefined,
    maxClockSkewSeconds: 30,
    maxLifetimeSeconds: undefined,
  };
  return checkClaims(read, { ...defaults, ...rules }, NOW);
};

describe('checkClaims', () => {
  test.each<[number, string | undefined]>([
    [60, undefined],
    [0, undefined],
    [-30, undefined],
    [-31, EXPIRED],
    [-NOW, EXPIRED],
  ])('takes an exp in %d s with a skew of 30 s, or says: %s', (seconds, reason) => {
    expect(judge({ exp: NOW + seconds })).toBe(reason);
  });

  test.each<[number, string | undefined]>([
    [-60, undefined],
    [30, undefined],
    [31, EARLY],
  ])('takes an nbf in %d s with a skew of 30 s, or says: %s', (seconds, reason) => {
    expect(judge({ exp: NOW + 600, nbf: NOW + seconds })).toBe(reason);
  });

  test('uses the configured skew', () => {
    expect(judge({ exp: NOW }, { maxClockSkewSeconds: 0 })).toBeUndefined();
    expect(judge({ exp: NOW - 1 }, { maxClockSkewSeconds: 0 })).toBe(EXPIRED);
    expect(judge({ exp: 1 }, { maxClockSkewSeconds: 2 ** 63 })).toBeUndefined();
  });

  test.each<[object, Partial<ClaimRules>, string | undefined]>([
    [{}, {}, undefined],
    [{ iss: 'x', aud: 'y' }, {}, undefined],
    [{ iss: null, nbf: null, aud: null, iat: 'x' }, {}, undefined],
    [{ iss: 'me' }, { issuer: 'me' }, undefined],
    [{ iss: 'me' }, { issuer: ' me ' }, undefined],
    [{ iss: ' me ' }, { issuer: ' me ' }, ISSUER],
    [{ iss: 'Me' }, { issuer: 'me' }, ISSUER],
    [{}, { issuer: 'me' }, ISSUER],
    [{}, { issuer: '  ', audience: '' }, undefined],
    [{ aud: 'you' }, { audience: 'you' }, undefined],
    [{ aud: ['a', 'you'] }, { audience: 'you' }, undefined],
    [{ aud: ['a'] }, { audience: 'you' }, AUDIENCE],
    [{ aud: 'you too' }, { audience: 'you' }, AUDIENCE],
    [{ aud: [] }, { audience: 'you' }, AUDIENCE],
    [{}, { audience: 'you' }, AUDIENCE],
    [{ iss: 'x', aud: 'y' }, { issuer: 'me', audience: 'you' }, ISSUER],
  ])('takes %j under the rules %j, or says: %s', (claims, rules, reason) => {
    expect(judge({ exp: NOW + 60, ...claims }, rules)).toBe(reason);
  });

  test('checks exp, nbf, issuer, audience and lifetime in this order', () => {
    const rules = { issuer: 'me', audience: 'you', maxLifetimeSeconds: 1 };
    const wrong = { iss: 'x', aud: 'y' };
    expect(judge({ exp: NOW - 60, nbf: NOW + 99, ...wrong }, rules)).toBe(EXPIRED);
    expect(judge({ exp: NOW + 60, nbf: NOW + 99, ...wrong }, rules)).toBe(EARLY);
    expect(judge({ exp: NOW + 60, iss: 'me', aud: 'y' }, rules)).toBe(AUDIENCE);
    expect(judge({ exp: NOW + 60, iss: 'me', aud: 'you' }, rules)).toBe(LIFETIME);
  });

  test.each<[object, string | undefined]>([
    [{ exp: NOW + 3600 }, undefined],
    [{ exp: NOW + 3601 }, LIFETIME],
    [{ exp: NOW + 60, iat: NOW - 3540 }, undefined],
    [{ exp: NOW + 60, iat: NOW - 3541 }, LIFETIME],
    [{ exp: NOW + 3630, iat: NOW + 30 }, undefined],
    [{ exp: NOW + 3631, iat: NOW + 31 }, LIFETIME],
    [{ exp: NOW + 9_999_999, iat: NOW + 9_999_990 }, LIFETIME],
    [{ exp: NOW + 3601, iat: 'soon' }, LIFETIME],
  ])('takes, under a maximum lifetime of an hour, %j, or says: %s', (claims, reason) => {
    expect(judge(claims, { maxLifetimeSeconds: 3600 })).toBe(reason);
  });

  test('allows any lifetime without a maximum', () => {
    expect(judge({ exp: 2 ** 62, iat: 0 })).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import { readBearerToken } from '../../../src/adapters/authentication/bearer-token.js';

describe('readBearerToken', () => {
  test.each([
    ['Bearer tok', 'tok'],
    ['bearer tok', 'tok'],
    ['BEARER tok', 'tok'],
    ['Bearer   tok', 'tok'],
    [' \tBearer tok \t', 'tok'],
    ['Bearer  \t tok', 'tok'],
    ['Bearer a b', 'a b'],
    ['Bearer "tok"', '"tok"'],
    ['Bearer Bearer tok', 'Bearer tok'],
  ])('reads from %j the token %j', (header, token) => {
    expect(readBearerToken(header)).toBe(token);
  });

  test('reports a missing token without a header', () => {
    expect(readBearerToken(undefined)).toEqual({
      granted: false,
      reason: 'missing websocket bearer token',
    });
  });

  test.each([
    '',
    ' ',
    'Bearer',
    'Bearer ',
    'Bearer \t',
    'Bearer\ttok',
    'Bearertok',
    'Bearer,tok',
    'Basic tok',
    'tok',
    'X Bearer tok',
    'Bearer t\u00e9k',
    'Bearer t\u0001k',
    'B\u00e9arer tok',
  ])('rejects the header %j', (header) => {
    expect(readBearerToken(header)).toEqual({
      granted: false,
      reason: 'invalid authorization header',
    });
  });
});

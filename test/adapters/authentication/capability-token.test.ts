import { describe, expect, test } from '@jest/globals';
import { CapabilityToken, sha256 } from '../../../src/adapters/authentication/capability-token.js';
import { authenticatorContract } from '../../contracts/authenticator-contract.js';
import { KnownCredentials } from '../../support/known-credentials.js';

authenticatorContract('a capability token', () => ({
  authenticator: new CapabilityToken(() => sha256('tok')),
  right: ['Bearer tok', 'bearer   tok '],
  wrong: ['Bearer tok-1', 'Bearer tok-2'],
}));

authenticatorContract('fake', () => ({
  authenticator: new KnownCredentials('Bearer right', 'Other too'),
  right: ['Bearer right', 'Other too'],
  wrong: ['Bearer wrong-1', 'Bearer wrong-2'],
}));

describe('CapabilityToken', () => {
  test.each(['TOK', 'tok extra', 'to', 'tokk', '"tok"', sha256('tok').toString('hex')])(
    'rejects %j when the token is "tok"',
    async (token) => {
      const authenticator = new CapabilityToken(() => sha256('tok'));
      expect(await authenticator.authenticate(`Bearer ${token}`)).toMatchObject({
        granted: false,
        reason: 'invalid websocket bearer token',
      });
    },
  );

  test('compares with the current secret at each authentication', async () => {
    let token = 'old';
    const authenticator = new CapabilityToken(async () => sha256(token));
    expect((await authenticator.authenticate('Bearer old')).granted).toBe(true);
    token = 'new';
    expect((await authenticator.authenticate('Bearer old')).granted).toBe(false);
    expect((await authenticator.authenticate('Bearer new')).granted).toBe(true);
  });
});

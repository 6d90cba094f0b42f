import { expect, test } from '@jest/globals';
import { NoAuthentication } from '../../../src/adapters/authentication/no-authentication.js';
import type { Authenticator } from '../../../src/application/ports/authenticator.js';

test.each([undefined, '', 'Bearer x'])('NoAuthentication grants every client: %j', (header) => {
  const authenticator: Authenticator = new NoAuthentication();
  expect(authenticator.authenticates).toBe(false);
  expect(authenticator.authenticate(header)).toEqual({ granted: true });
});

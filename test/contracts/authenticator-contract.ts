import { describe, expect, test } from '@jest/globals';
import type { Authenticator, Refusal } from '../../src/application/ports/authenticator.js';

/** An authenticator with credentials that it knows, and does not. */
export interface AuthenticatorSubject {
  readonly authenticator: Authenticator;
  /** `Authorization` headers that let in. */
  readonly right: readonly string[];
  /** Different headers that do not, each a guess. */
  readonly wrong: readonly [string, string];
}

/** What everybody who takes an `Authenticator` relies on, where one asks for a credential. */
export const authenticatorContract = (
  name: string,
  make: () => AuthenticatorSubject | Promise<AuthenticatorSubject>,
): void => {
  const refuse = async (
    header: string | undefined,
    given?: AuthenticatorSubject,
  ): Promise<Refusal> => {
    const { authenticator } = given ?? (await make());
    const verdict = await authenticator.authenticate(header);
    if (verdict.granted) {
      throw new Error(`let in: ${header}`);
    }
    return verdict;
  };

  describe(`the authenticator contract: ${name}`, () => {
    test('says that it authenticates', async () => {
      const { authenticator } = await make();
      expect(authenticator.authenticates).toBe(true);
    });

    test('a right credential lets in, again and again', async () => {
      const { authenticator, right } = await make();
      for (const header of [...right, ...right]) {
        expect(await authenticator.authenticate(header)).toEqual({ granted: true });
      }
    });

    test('no credential is refused with a reason, and is no guess', async () => {
      const refusal = await refuse(undefined);
      expect(refusal.reason).not.toBe('');
      expect(refusal.attemptKey).toBeUndefined();
    });

    test('a wrong one is refused and counts as a guess: one and the same when it is repeated', async () => {
      const subject = await make();
      const [one, two] = subject.wrong;
      const first = await refuse(one, subject);
      const again = await refuse(one, subject);
      const other = await refuse(two, subject);
      expect(first.attemptKey).toBeDefined();
      expect(again).toEqual(first);
      expect(other.attemptKey).not.toBe(first.attemptKey);
    });

    test('a refusal repeats nothing of what was shown', async () => {
      const { wrong } = await make();
      const { reason, attemptKey } = await refuse(wrong[0]);
      const token = wrong[0].split(' ').at(-1) ?? '';
      expect(`${reason} ${attemptKey}`).not.toContain(token);
    });

    test.each([
      '',
      ' ',
      'Bearer',
      'Bearer ',
      'Basic dXNlcjpwYXNz',
      'Bearer \u00e9',
      'Bearer ..',
      `Bearer ${'x'.repeat(60_000)}`,
      'Bearer eyJhbGciOiJub25lIn0..',
    ])('nonsense never lets in, and never makes it fail: %j', async (header) => {
      expect((await refuse(header)).granted).toBe(false);
    });
  });
};

import { describe, expect, test } from '@jest/globals';
import type { Authenticator, Refusal } from '../../src/application/ports/authenticator.js';

/** An authenticator with credentials that it knows, and does not. */
export interface AuthenticatorSubject {
  readonly authenticator: Authenticator;
  /** `Authorization` headers that let in. */
  readonly right: readonly string[];
  /** Different headers that do not, each an attempt. */
  readonly wrong: readonly [string, string];
}

/** The rules that every `Authenticator` keeps to, where one asks for a credential. */
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

  describe(`Authenticator contract: ${name}`, () => {
    test('says that it authenticates', async () => {
      const { authenticator } = await make();
      expect(authenticator.authenticates).toBe(true);
    });

    test('grants a right credential again and again', async () => {
      const { authenticator, right } = await make();
      for (const header of [...right, ...right]) {
        expect(await authenticator.authenticate(header)).toEqual({ granted: true });
      }
    });

    test('refuses a missing credential with a reason and no attempt key', async () => {
      const refusal = await refuse(undefined);
      expect(refusal.reason).not.toBe('');
      expect(refusal.attemptKey).toBeUndefined();
    });

    test('refuses a wrong credential with an attempt key, the same one when it is repeated', async () => {
      const subject = await make();
      const [one, two] = subject.wrong;
      const first = await refuse(one, subject);
      const again = await refuse(one, subject);
      const other = await refuse(two, subject);
      expect(first.attemptKey).toBeDefined();
      expect(again).toEqual(first);
      expect(other.attemptKey).not.toBe(first.attemptKey);
    });

    test('repeats nothing of the credential in a refusal', async () => {
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
    ])('refuses the invalid header %j without throwing', async (header) => {
      expect((await refuse(header)).granted).toBe(false);
    });
  });
};

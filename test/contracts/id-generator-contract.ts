import { describe, expect, test } from '@jest/globals';
import type { IdGenerator } from '../../src/application/ports/id-generator.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What everybody who takes an `IdGenerator` relies on. */
export const idGeneratorContract = (name: string, make: () => IdGenerator): void => {
  describe(`the id generator contract: ${name}`, () => {
    test('a session id is a lower-case UUID v4', () => {
      const ids = make();

      for (let round = 0; round < 100; round += 1) {
        expect(ids.sessionId()).toMatch(UUID_V4);
      }
    });

    test('no session id comes twice', () => {
      const ids = make();

      expect(new Set(Array.from({ length: 1000 }, () => ids.sessionId())).size).toBe(1000);
    });
  });
};

import { describe, expect, test } from '@jest/globals';
import type { IdGenerator } from '../../src/application/ports/id-generator.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The rules that every `IdGenerator` keeps to. */
export const idGeneratorContract = (name: string, make: () => IdGenerator): void => {
  describe(`IdGenerator contract: ${name}`, () => {
    test('returns a lower-case UUID v4 as session id', () => {
      const ids = make();

      for (let round = 0; round < 100; round += 1) {
        expect(ids.sessionId()).toMatch(UUID_V4);
      }
    });

    test('returns 1000 different session ids', () => {
      const ids = make();

      expect(new Set(Array.from({ length: 1000 }, () => ids.sessionId())).size).toBe(1000);
    });
  });
};

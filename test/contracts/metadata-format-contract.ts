import { describe, expect, test } from '@jest/globals';
import type { MetadataFormat } from '../../src/application/ports/metadata-format.js';
import {
  InvalidMetadata,
  type MetadataValue,
} from '../../src/domain/capabilities/metadata-value.js';

/** A format, with texts in its own syntax. */
export interface MetadataFormatSubject {
  make(): MetadataFormat;
  readonly valid: readonly (readonly [text: string, value: MetadataValue])[];
  readonly invalid: readonly string[];
}

/** What every `MetadataFormat` keeps to. */
export const metadataFormatContract = (name: string, subject: MetadataFormatSubject): void => {
  describe(`MetadataFormat contract: ${name}`, () => {
    test.each(subject.valid)('reads %j', async (text, value) => {
      expect(await subject.make().parse(text)).toEqual(value);
    });

    test.each(subject.invalid)('rejects %j with InvalidMetadata', async (text) => {
      await expect(subject.make().parse(text)).rejects.toBeInstanceOf(InvalidMetadata);
    });

    test('returns a new value from each parse', async () => {
      const format = subject.make();
      for (const [text, value] of subject.valid) {
        const [one, other] = await Promise.all([format.parse(text), format.parse(text)]);
        expect(one).not.toBe(other);
        expect(other).toEqual(value);
      }
    });
  });
};

import { describe, expect, test } from '@jest/globals';
import type { ManifestFormat } from '../../../src/application/ports/formats/manifest-format.js';
import type { ManifestValue } from '../../../src/domain/capabilities/manifest-value.js';

/** A format, with texts in its own syntax. */
export interface ManifestFormatSubject {
  make(): ManifestFormat;
  readonly valid: readonly (readonly [text: string, value: ManifestValue])[];
  readonly invalid: readonly string[];
}

/** What every `ManifestFormat` keeps to. */
export const manifestFormatContract = (name: string, subject: ManifestFormatSubject): void => {
  describe(`ManifestFormat contract: ${name}`, () => {
    test.each(subject.valid)('reads %j', (text, value) => {
      expect(subject.make().parse(text)).toEqual(value);
    });

    test.each(subject.invalid)('returns undefined for %j', (text) => {
      expect(subject.make().parse(text)).toBeUndefined();
    });
  });
};

import { describe, expect, test } from '@jest/globals';
import type { MetadataFormat } from '../../../src/application/ports/formats/metadata-format.js';
import {
  InvalidMetadata,
  type MetadataValue,
} from '../../../src/domain/capabilities/metadata-value.js';

/** A format, with texts in its own syntax. */
export interface MetadataFormatSubject {
  make(): MetadataFormat;
  readonly valid: readonly (readonly [text: string, value: MetadataValue])[];
  readonly invalid: readonly string[];
  /** A document whose frontmatter is the first of the valid texts. */
  readonly document: string;
  /** A document that is valid only after a repair, and the value of what it becomes. */
  readonly repairable: readonly [document: string, value: MetadataValue];
  /** Documents without frontmatter, or with one that cannot be repaired. */
  readonly withoutMetadata: readonly string[];
}

const same = (value: MetadataValue): MetadataValue => value;

/** What every `MetadataFormat` keeps to. */
export const metadataFormatContract = (name: string, subject: MetadataFormatSubject): void => {
  describe(`MetadataFormat contract: ${name}`, () => {
    test.each(subject.valid)('reads %j', async (text, value) => {
      expect(await subject.make().parse(text)).toEqual(value);
    });

    test.each(subject.invalid)('rejects %j with InvalidMetadata', async (text) => {
      await expect(subject.make().parse(text)).rejects.toBeInstanceOf(InvalidMetadata);
    });

    test('readFrontmatter returns what the reader makes of valid frontmatter', async () => {
      const [[, value] = []] = subject.valid;

      expect(await subject.make().readFrontmatter(subject.document, same)).toEqual(value);
    });

    test('readFrontmatter repairs invalid frontmatter', async () => {
      const [document, value] = subject.repairable;

      expect(await subject.make().readFrontmatter(document, same)).toEqual(value);
    });

    test('readFrontmatter returns undefined for a value that the reader rejects', async () => {
      const reject = (): never => {
        throw new InvalidMetadata('reason');
      };

      expect(await subject.make().readFrontmatter(subject.document, reject)).toBeUndefined();
    });

    test('readFrontmatter passes on any other error of the reader', async () => {
      const fail = (): never => {
        throw new TypeError('reason');
      };

      await expect(subject.make().readFrontmatter(subject.document, fail)).rejects.toThrow(
        TypeError,
      );
    });

    test.each(subject.withoutMetadata)('readFrontmatter finds nothing in %j', async (document) => {
      expect(await subject.make().readFrontmatter(document, same)).toBeUndefined();
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

import { describe, expect, test } from '@jest/globals';
import type { ConfigurationFormat } from '../../../src/application/ports/formats/configuration-format.js';
import { ConfigurationSyntaxError } from '../../../src/domain/configuration/configuration-table.js';

/** A format, with texts in its own syntax. */
export interface ConfigurationFormatSubject {
  make(): ConfigurationFormat;
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

/** What every `ConfigurationFormat` keeps to. */
export const configurationFormatContract = (
  name: string,
  subject: ConfigurationFormatSubject,
): void => {
  describe(`ConfigurationFormat contract: ${name}`, () => {
    test.each(subject.valid)('%j is the same table after render and parse', async (text) => {
      const format = subject.make();
      const table = await format.parse(text);
      expect(await format.parse(format.render(table))).toEqual(table);
    });

    test.each(subject.invalid)('%j is rejected with ConfigurationSyntaxError', async (text) => {
      await expect(subject.make().parse(text)).rejects.toBeInstanceOf(ConfigurationSyntaxError);
    });

    test('render of an empty table is empty', async () => {
      const format = subject.make();
      expect(format.render(await format.parse(''))).toBe('');
    });
  });
};

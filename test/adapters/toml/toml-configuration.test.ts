import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { TomlConfiguration } from '../../../src/adapters/toml/toml-configuration.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import { selectConfiguration } from '../../../src/domain/configuration/select-configuration.js';
import { configurationFormatContract } from '../../contracts/formats/configuration-format-contract.js';

/** Files, and what upstream made of their keys `m`, `n` and `x`. */
const NATIVE: Readonly<Record<string, { toml: string; rendered: string }>> = JSON.parse(
  readFileSync('test/fixtures/native-toml.json', 'utf8'),
);
const SHOWN = [['m'], ['n'], ['x']];

const format = new TomlConfiguration(DEFAULT_LIMITS.maxConfigurationDepth);

configurationFormatContract('TomlConfiguration', {
  make: () => format,
  valid: [
    '',
    'a = 1\n',
    'a = "x"\nb = [true, 2.5]\n[c]\nd = "e"\n',
    '[[t]]\nx = 1\n[[t]]\nx = 2\n',
  ],
  invalid: ['a =', '[a', 'a = 1\na = 2\n'],
});

const rendered = async (toml: string): Promise<string> => format.render(await format.parse(toml));

describe('TomlConfiguration render, as upstream,', () => {
  test.each(Object.entries(NATIVE))('%s', async (_, { toml, rendered: expected }) => {
    expect(format.render(selectConfiguration(await format.parse(toml), SHOWN))).toBe(expected);
  });

  test.each(Object.entries(NATIVE))(
    '%s, and parses it back to the same table',
    async (_, { toml }) => {
      const table = await format.parse(toml);

      expect(await format.parse(format.render(table))).toEqual(table);
    },
  );
});

test('TomlConfiguration renders an empty table as an empty text', async () => {
  expect(await rendered('')).toBe('');
  expect(await rendered('# a comment\n')).toBe('');
});

test('TomlConfiguration keeps keys such as __proto__', async () => {
  const table = await format.parse('__proto__ = 1\nconstructor = 2\n[toString]\n');

  expect([...table.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
});

test('TomlConfiguration reports the line of a syntax error without its text', async () => {
  await expect(format.parse('a = 1\ntoken = = "s3cr3t"\n')).rejects.toMatchObject({
    name: 'ConfigurationSyntaxError',
    line: 2,
    message: expect.not.stringContaining('s3cr3t'),
  });
});

test.each([
  ['a key twice', 'a = 1\na = 2\n'],
  ['arrays beyond the depth', `a = ${'['.repeat(200)}${']'.repeat(200)}\n`],
  ['tables beyond the depth', `[${Array(200).fill('a').join('.')}]\n`],
  ['a path of keys beyond any stack', `${Array(100_000).fill('a').join('.')} = 1\n`],
  ['an integer beyond 64 bits', 'a = 9223372036854775808\n'],
])('TomlConfiguration rejects %s', async (_, toml) => {
  await expect(format.parse(toml)).rejects.toMatchObject({ name: 'ConfigurationSyntaxError' });
});

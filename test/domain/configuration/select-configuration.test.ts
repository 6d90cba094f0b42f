import { expect, test } from '@jest/globals';
import { TomlConfiguration } from '../../../src/adapters/toml/toml-configuration.js';
import { selectConfiguration } from '../../../src/domain/configuration/select-configuration.js';

const toml = new TomlConfiguration(80);
const TEXT = 'c=1\n[m]\na=1\nb=2\n[m.z]\ny=1\nw=2\n[m.e]\n[[q]]\na=1\n';

// Each as upstream answered it.
test.each([
  [
    [
      ['m', 'b'],
      ['m', 'z', 'w'],
    ],
    '[m]\nb = 2\n\n[m.z]\nw = 2\n',
  ],
  [[['m', 'z', 'w'], ['m', 'b'], ['c']], 'c = 1\n\n[m]\nb = 2\n\n[m.z]\nw = 2\n'],
  [
    [
      ['m', 'z', 'y'],
      ['m', 'z'],
    ],
    '[m.z]\ny = 1\nw = 2\n',
  ],
  [
    [
      ['m', 'z'],
      ['m', 'z', 'y'],
    ],
    '[m.z]\ny = 1\nw = 2\n',
  ],
  [[['q', 'a']], '[[q]]\na = 1\n'],
  [[['m', 'a', 'x']], '[m]\na = 1\n'],
  [[['m', 'e']], '[m.e]\n'],
  [[['m', 'z', 'nope']], '[m.z]\n'],
  [[['m', 'nope'], ['c']], 'c = 1\n\n[m]\n'],
  [[['nope']], ''],
  [[['']], ''],
  [[], ''],
])(
  'selectConfiguration keeps the keys %j of a document in their order',
  async (paths, expected) => {
    expect(toml.render(selectConfiguration(await toml.parse(TEXT), paths))).toBe(expected);
  },
);

import { expect, test } from '@jest/globals';
import { activePluginVersion } from '../../../src/domain/capabilities/plugin-version.js';

test.each([
  [[], undefined],
  [['9.0.0', 'local'], 'local'],
  [['1.9.0', '1.10.0'], '1.10.0'],
  [['1.9.0', '1.9.1'], '1.9.1'],
  [['2.0.0', '1.9.9'], '2.0.0'],
  [['1.0.0', '1.0.0-rc.1'], '1.0.0'],
  [['1.0.0-alpha.9', '1.0.0-alpha.10'], '1.0.0-alpha.10'],
  [['1.0.0-alpha', '1.0.0-1'], '1.0.0-alpha'],
  [['1.0.0-alpha', '1.0.0-alpha.1'], '1.0.0-alpha.1'],
  [['1.0.0-beta', '1.0.0-alpha.1'], '1.0.0-beta'],
  [['1.0.0+b1', '1.0.0'], '1.0.0+b1'],
  [['1.0.0+2', '1.0.0+10'], '1.0.0+10'],
  [['1.0.0+01', '1.0.0+1'], '1.0.0+01'],
  [['9007199254740993.0.0', '9007199254740992.0.0'], '9007199254740993.0.0'],
  // When one is not a semantic version, all are compared as text.
  [['1.9', '1.10'], '1.9'],
  [['v9', '1.10.0', '1.9.0'], 'v9'],
  [['01.0.0', '1.0.0'], '1.0.0'],
  // Names that are not versions.
  [['a b', '.', '..', 'é', ''], undefined],
])(
  'activePluginVersion picks from %j the version %j, whatever the order',
  (directories, version) => {
    expect(activePluginVersion(directories)).toBe(version);
    expect(activePluginVersion([...directories].reverse())).toBe(version);
  },
);

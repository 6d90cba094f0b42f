import { expect, test } from '@jest/globals';
import type { ManifestValue } from '../../../src/domain/capabilities/manifest-value.js';
import {
  type PluginTitle,
  readPluginName,
  readPluginNames,
} from '../../../src/domain/capabilities/plugin-manifest.js';

test.each<[ManifestValue | undefined, PluginTitle | undefined]>([
  [{ name: 'p' }, { name: 'p', displayName: 'p' }],
  [{ name: ' p ' }, { name: ' p ', displayName: ' p ' }],
  [{}, { name: 'dir', displayName: 'dir' }],
  [{ name: '  ' }, { name: 'dir', displayName: 'dir' }],
  [
    { name: 'p', interface: { displayName: ' The P ' } },
    { name: 'p', displayName: 'The P' },
  ],
  [
    { name: '', interface: { displayName: 'The P' } },
    { name: 'dir', displayName: 'The P' },
  ],
  [
    { name: 'p', interface: { displayName: ' ' } },
    { name: 'p', displayName: 'p' },
  ],
  [
    { name: 'p', interface: { displayName: null } },
    { name: 'p', displayName: 'p' },
  ],
  [
    { name: 'p', interface: null },
    { name: 'p', displayName: 'p' },
  ],
  [undefined, undefined],
  [[], undefined],
  [null, undefined],
  [{ name: null }, undefined],
  [{ name: 5 }, undefined],
  [{ name: 'p', interface: 5 }, undefined],
  [{ name: 'p', interface: [] }, undefined],
  [{ name: 'p', interface: { displayName: 5 } }, undefined],
])(
  'readPluginNames takes the names from %j, with the directory name as default',
  (manifest, title) => {
    expect(readPluginNames(manifest, 'dir')).toEqual(title);
  },
);

test('readPluginName ignores an invalid interface', () => {
  expect(readPluginName({ name: 'p', interface: 5 }, 'dir')).toBe('p');
});

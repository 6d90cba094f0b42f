import { expect, test } from '@jest/globals';
import type { ManifestValue } from '../../../src/domain/capabilities/manifest-value.js';
import { pluginId, readRemotePluginId } from '../../../src/domain/capabilities/plugin-manifest.js';

test.each(['p', 'P_1-x', 'a.b'])('pluginId accepts the plugin name %s', (name) => {
  expect(pluginId('market', name)).toBe(`${name}@market`);
});

test.each(['', '.p', 'p.', 'a..b', 'a b', 'é', 'a@b', 'a/b'])(
  'pluginId rejects the plugin name %j',
  (name) => {
    expect(pluginId('market', name)).toBeUndefined();
  },
);

test.each(['', 'm.k', '.mk', 'a b'])('pluginId rejects the marketplace name %j', (marketplace) => {
  expect(pluginId(marketplace, 'p')).toBeUndefined();
});

test.each<[ManifestValue | undefined, string | undefined]>([
  [{ schema_version: 1, remote_plugin_id: ' id ', more: 1 }, 'id'],
  [{ schema_version: 1, remote_plugin_id: 'é'.repeat(512) }, 'é'.repeat(512)],
  [{ schema_version: 1, remote_plugin_id: 'é'.repeat(513) }, undefined],
  [{ schema_version: 2, remote_plugin_id: 'id' }, undefined],
  [{ schema_version: 1, remote_plugin_id: ' ' }, undefined],
  [{ schema_version: 1, remote_plugin_id: 5 }, undefined],
  [null, undefined],
  [undefined, undefined],
])('readRemotePluginId reads from %j the id %j', (record, id) => {
  expect(readRemotePluginId(record)).toBe(id);
});

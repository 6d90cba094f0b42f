import { expect, test } from '@jest/globals';
import { pluginId } from '../../../src/domain/capabilities/plugin-id.js';
import { readRemotePluginId } from '../../../src/domain/capabilities/remote-plugin-id.js';

test.each(['p', 'P_1-x', 'a.b'])('a plugin can be called %s', (name) => {
  expect(pluginId('market', name)).toBe(`${name}@market`);
});

test.each(['', '.p', 'p.', 'a..b', 'a b', 'é', 'a@b', 'a/b'])('no plugin is called %j', (name) => {
  expect(pluginId('market', name)).toBeUndefined();
});

test.each(['', 'm.k', '.mk', 'a b'])('no marketplace is called %j', (marketplace) => {
  expect(pluginId(marketplace, 'p')).toBeUndefined();
});

test.each([
  ['{"schema_version":1,"remote_plugin_id":" id ","more":1}', 'id'],
  [`{"schema_version":1,"remote_plugin_id":"${'é'.repeat(512)}"}`, 'é'.repeat(512)],
  [`{"schema_version":1,"remote_plugin_id":"${'é'.repeat(513)}"}`, undefined],
  ['{"schema_version":2,"remote_plugin_id":"id"}', undefined],
  ['{"schema_version":1,"remote_plugin_id":" "}', undefined],
  ['{"schema_version":1,"remote_plugin_id":5}', undefined],
  ['null', undefined],
  ['{', undefined],
])('%j tells the id %j from elsewhere', (metadata, id) => {
  expect(readRemotePluginId(metadata)).toBe(id);
});

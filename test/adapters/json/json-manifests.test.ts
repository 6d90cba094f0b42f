import { JsonManifests } from '../../../src/adapters/json/json-manifests.js';
import { manifestFormatContract } from '../../contracts/formats/manifest-format-contract.js';

manifestFormatContract('JsonManifests', {
  make: () => new JsonManifests(),
  valid: [
    [
      '{"name":"p","interface":{"displayName":null}}',
      { name: 'p', interface: { displayName: null } },
    ],
    ['[1, true, "a"]', [1, true, 'a']],
    ['null', null],
    ['{"a":1,"a":2}', { a: 2 }],
    [`${'['.repeat(1000)}${']'.repeat(1000)}`, JSON.parse('['.repeat(1000) + ']'.repeat(1000))],
  ],
  invalid: ['', '{', '{name: 1}', '\uFEFF{}', '{} {}'],
});

import { expect, test } from '@jest/globals';
import { presentCapabilities } from '../../../../src/adapters/json-rpc/presenters/present-capabilities.js';
import type { CapabilityWarning } from '../../../../src/application/use-cases/capabilities/capability-warning.js';

const present = (paths: readonly string[], warnings: readonly CapabilityWarning[] = []) => {
  const files = paths.map((path) => ({ path, contents: path }));
  const [root] = presentCapabilities(
    [
      {
        query: { id: 'i', directory: { asSent: 'file:///r/', path: '/r' }, sandbox: undefined },
        found: {
          plugin: undefined,
          skills: files.map((instructions) => ({ instructions, metadata: undefined })),
          namespaceManifests: files,
          warnings,
        },
      },
    ],
    () => 'linux',
  ).roots;
  return root;
};

test('presentCapabilities orders files by their URIs', () => {
  const root = present(['/r/b', '/r/a/x', '/r/a-b', '/r/B', '/r/é']);
  const expected = ['%C3%A9', 'B', 'a-b', 'a/x', 'b'].map((name) => `file:///r/${name}`);

  expect(root?.skills.map(({ instructions }) => instructions.path)).toEqual(expected);
  expect(root?.namespaceManifests.map(({ path }) => path)).toEqual(expected);
});

test.each<[CapabilityWarning, string]>([
  [
    { kind: 'traversal-limit', path: '/r' },
    'capability scan reached its traversal limit (root: file:///r)',
  ],
  [{ kind: 'not-utf8', path: '/r/é' }, 'capability file file:///r/%C3%A9 is not UTF-8'],
  [
    { kind: 'file-limit', path: '/r/a', bytes: 1_048_576 },
    'capability file file:///r/a exceeds the 1048576-byte limit',
  ],
  [
    { kind: 'root-limit', bytes: 16_777_216 },
    'capability root bundle exceeds the 16777216-byte limit',
  ],
  [
    { kind: 'unreadable-file', path: '/r/a', reason: 'no' },
    'failed to read capability file file:///r/a: no',
  ],
  [
    { kind: 'unreadable-directory', path: '/r/a', reason: 'no' },
    'failed to scan capability path file:///r/a: no',
  ],
  [
    { kind: 'ignored-field', path: '/r/p', field: 'apps', reason: 'not-relative' },
    'ignoring apps in file:///r/p: path must start with `./`',
  ],
  [
    { kind: 'ignored-field', path: '/r/p', field: 'mcpServers', reason: 'not-below' },
    'ignoring mcpServers in file:///r/p: path must remain below the capability root',
  ],
])('presentCapabilities formats the warning %j', (warning, text) => {
  expect(present([], [warning])?.warnings).toEqual([text]);
});

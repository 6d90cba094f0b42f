import { expect, test } from '@jest/globals';
import { hiddenPatterns } from '../../../src/domain/sandbox/hidden-pattern.js';

const BASES = { directories: ['/cwd'], workspaceRoots: ['/ws', '/w*[s]{x}/two/'] };

test.each([
  ['/a/b/*.key', [['/a/b', '*.key']]],
  ['/a//b/./c/../*.key/', [['/a/b', '*.key']]],
  ['/a/b*/c', [['/a', 'b*/c']]],
  ['/a/{b,c}/*', [['/a', '{b,c}/*']]],
  ['/a/b\\*/?', [['/a', 'b\\*/?']]],
  ['*.key', [['/cwd', '*.key']]],
  ['./sub/*.key', [['/cwd/sub', '*.key']]],
  ['../x/*', [['/x', '*']]],
  ['~/*', [['/cwd/~', '*']]],
  [
    'codex-project-roots://**/*.env',
    [
      ['/ws', '**/*.env'],
      ['/w*[s]{x}/two', '**/*.env'],
    ],
  ],
  [
    'codex-project-roots://sub//%41/*.env/',
    [
      ['/ws/sub/%41', '*.env'],
      ['/w*[s]{x}/two/sub/%41', '*.env'],
    ],
  ],
])('hiddenPatterns splits %j into directory and pattern', (text, expected) => {
  const found = hiddenPatterns(text, BASES).map(({ directory, pattern }) => [directory, pattern]);
  expect(found).toEqual(expected);
});

test('hiddenPatterns returns nothing for a workspace pattern without workspaces', () => {
  const bases = { ...BASES, workspaceRoots: [] };
  expect(hiddenPatterns('codex-project-roots://*.env', bases)).toEqual([]);
});

test.each([
  ['file:///a/*.env', 'of an unknown scheme'],
  ['codex-secret-roots://*.env', 'of an unknown scheme'],
  ['CODEX-PROJECT-ROOTS://*.env', 'of an unknown scheme'],
  ['codex-project-roots:*.env', 'of an unknown scheme'],
  ['codex-project-roots:/*.env', 'of an unknown scheme'],
  ['c:*.env', 'of an unknown scheme'],
  ['codex-project-roots:///a/*.env', 'leads out of its workspace'],
  ['codex-project-roots://../*.env', 'leads out of its workspace'],
  ['codex-project-roots://*/../*.env', 'leads out of its workspace'],
  ['codex-project-roots://./*.env', 'leads out of its workspace'],
  ['codex-project-roots://a/./*.env', 'leads out of its workspace'],
  ['codex-project-roots://~/*.env', 'leads out of its workspace'],
  ['codex-project-roots://', 'without a wildcard'],
  ['codex-project-roots://a.env', 'without a wildcard'],
  ['codex-project-roots://{a,b}.env', 'without a wildcard'],
  ['', 'without a wildcard'],
  ['/a', 'without a wildcard'],
  ['/*', 'of no directory but the root'],
  ['/**/*.env', 'of no directory but the root'],
  ['/a/../*', 'of no directory but the root'],
  ['/a/*/../b', 'with `..`'],
  ['/a/*\n', 'control characters'],
  ['/a/\u0085*', 'control characters'],
  [`/a/${'*'.repeat(4096)}`, 'too long'],
])('hiddenPatterns rejects %j: %s', (text, reason) => {
  expect(() => hiddenPatterns(text, BASES)).toThrow(reason);
});

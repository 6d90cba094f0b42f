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
  ['file:///a/*.env', 'has an unknown scheme'],
  ['codex-secret-roots://*.env', 'has an unknown scheme'],
  ['CODEX-PROJECT-ROOTS://*.env', 'has an unknown scheme'],
  ['codex-project-roots:*.env', 'has an unknown scheme'],
  ['codex-project-roots:/*.env', 'has an unknown scheme'],
  ['c:*.env', 'has an unknown scheme'],
  ['codex-project-roots:///a/*.env', 'points outside its workspace'],
  ['codex-project-roots://../*.env', 'points outside its workspace'],
  ['codex-project-roots://*/../*.env', 'points outside its workspace'],
  ['codex-project-roots://./*.env', 'points outside its workspace'],
  ['codex-project-roots://a/./*.env', 'points outside its workspace'],
  ['codex-project-roots://~/*.env', 'points outside its workspace'],
  ['codex-project-roots://', 'has no wildcard'],
  ['codex-project-roots://a.env', 'has no wildcard'],
  ['codex-project-roots://{a,b}.env', 'has no wildcard'],
  ['', 'has no wildcard'],
  ['/a', 'has no wildcard'],
  ['/*', 'has no directory before its first wildcard'],
  ['/**/*.env', 'has no directory before its first wildcard'],
  ['/a/../*', 'has no directory before its first wildcard'],
  ['/a/*/../b', 'has `..` after its first wildcard'],
  ['/a/*\n', 'control characters'],
  ['/a/\u0085*', 'control characters'],
  [`/a/${'*'.repeat(4096)}`, 'too long'],
])('hiddenPatterns rejects %j: %s', (text, reason) => {
  expect(() => hiddenPatterns(text, BASES)).toThrow(reason);
});

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SandboxContext } from '../../../src/protocol/process.js';
import { anyGlob, anyPath, isFor, type Token, written } from '../../domain/sandbox/any-glob.js';
import { ENV, sandboxFixture } from './sandbox-fixture.js';
import { managed, pathRule, patternRule } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

type Access = 'read' | 'write' | 'deny';

interface Rule {
  readonly path: string;
  readonly access: Access;
}

const STRENGTH: readonly Access[] = ['read', 'write', 'deny'];
/** Each starts a sandbox for a process and one for a file method. */
const RUNS = 12;

const anyPlainPath = anyPath.filter((path) => !path.split('/').some((name) => /^\.*$/.test(name)));
/** Some are refused, such as those that lead out of their workspace. */
const anyWorkspaceGlob = anyGlob.filter((tokens) => {
  const text = written(tokens);
  return /[*?[]/.test(text) && !text.split('/').some((name) => name === '.' || name === '..');
});
const anyCase = fc.record({
  paths: fc.uniqueArray(anyPlainPath, { minLength: 2, maxLength: 8 }),
  patterns: fc.array(anyWorkspaceGlob, { maxLength: 2 }),
  rules: fc.array(
    fc.record({ at: fc.nat(), above: fc.nat({ max: 2 }), access: fc.constantFrom(...STRENGTH) }),
    { maxLength: 4 },
  ),
});

/** Whether a process may read and write what is at the path, by the words of the rules alone. */
const expected = (
  path: string,
  rules: readonly Rule[],
  patterns: readonly (readonly Token[])[],
) => {
  const names = path.split('/');
  const above = names.map((_, index) => names.slice(0, index + 1).join('/'));
  if (above.some((directory) => patterns.some((tokens) => isFor(tokens, directory)))) {
    return '--';
  }
  const nearest = above.findLast((directory) => rules.some((rule) => rule.path === directory));
  const [strongest = 'write'] = rules
    .filter((rule) => rule.path === nearest)
    .map(({ access }) => access)
    .sort((one, other) => STRENGTH.indexOf(other) - STRENGTH.indexOf(one));
  return { read: 'r-', write: 'rw', deny: '--' }[strongest];
};

const SCRIPT = `cd "$0" && for file; do
  if cat "./$file" > /dev/null 2>&1; then printf r; else printf -; fi
  if (true >> "./$file") 2> /dev/null; then echo w; else echo -; fi
done`;

describeSandboxed('Any rules and patterns over any files', () => {
  const fixture = sandboxFixture();

  /** Makes the files whose directories are none of the others. */
  const makeFiles = (workspace: string, paths: readonly string[]): readonly string[] =>
    paths.filter((path) => {
      try {
        mkdirSync(dirname(join(workspace, path)), { recursive: true });
        writeFileSync(join(workspace, path), 'SECRET', { flag: 'wx' });
        return true;
      } catch {
        return false;
      }
    });

  const seenByProcess = async (
    workspace: string,
    files: readonly string[],
    sandbox: SandboxContext,
  ) => {
    const options = { cwd: '/', env: ENV, extendEnv: false, sandbox, reject: false, lines: true };
    const args = ['-c', SCRIPT, workspace, ...files];
    const { stdout: seen } = await fixture.client.run('/bin/sh', args, options);
    return files.map((_, index) => seen[index] ?? '--');
  };

  const isReadByMethod = async (path: string, sandbox: SandboxContext): Promise<boolean> => {
    const params = { path: pathToFileURL(path).href, sandbox };
    return fixture.server.request('fs/readFile', params).then(
      () => true,
      () => false,
    );
  };

  test('give a process and a file method the access that the policy states', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ paths, patterns, rules: drawn }) => {
        const workspace = mkdtempSync(join(fixture.workspace, 'any-'));
        try {
          const files = makeFiles(workspace, paths);
          const rules = drawn.map(({ at, above, access }): Rule => {
            const names = files[at % files.length]?.split('/') ?? [];
            return { path: names.slice(0, Math.max(1, names.length - above)).join('/'), access };
          });
          const sandbox = managed(workspace, [
            { path: { type: 'special', value: { kind: 'root' } }, access: 'read' },
            { path: { type: 'special', value: { kind: 'project_roots' } }, access: 'write' },
            ...rules.map(({ path, access }) => pathRule(join(workspace, path), access)),
            ...patterns.map((tokens) => patternRule(`codex-project-roots://${written(tokens)}`)),
          ]);
          const seen = await seenByProcess(workspace, files, sandbox);
          for (const [index, path] of files.entries()) {
            const access = expected(path, rules, patterns);
            // A pattern counts bytes too: it may hide more of what is not ASCII.
            if (/é/.test(path) && seen[index] === '--') {
              continue;
            }
            expect({ path, seen: seen[index] }).toEqual({ path, seen: access });
          }
          const [first = ''] = files;
          if (statSync(join(workspace, first)).isFile()) {
            expect(await isReadByMethod(join(workspace, first), sandbox)).toBe(
              seen[0]?.startsWith('r'),
            );
          }
        } finally {
          rmSync(workspace, { recursive: true, force: true });
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 60_000);
});

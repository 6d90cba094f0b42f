import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { SandboxEntry } from '../../../src/protocol/process.js';
import { runConfined, sandboxFixture } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

describeSandboxed('Sandbox rules for paths', () => {
  const fixture = sandboxFixture();

  test('apply whatever the rules for the directories above and beside them', async () => {
    const { workspace } = fixture;
    for (const file of ['a/b/denied', 'a/b/.git/HEAD', 'a/c/d/e/f']) {
      mkdirSync(dirname(join(workspace, file)), { recursive: true });
      writeFileSync(join(workspace, file), 'SECRET');
    }
    const sandbox = managed(workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(join(workspace, 'a/b'), 'write'),
      pathRule(join(workspace, 'a/b/denied'), 'deny'),
      pathRule(join(workspace, 'a/c/d/e/f'), 'deny'),
    ]);
    const script = `cd "${workspace}"; cat a/b/denied a/c/d/e/f; echo x > a/b/denied
      echo x > a/b/.git/HEAD; true`;
    const { text } = await runConfined(fixture, script, { sandbox });
    expect(text).not.toContain('SECRET');
    for (const file of ['a/b/denied', 'a/b/.git/HEAD']) {
      expect(readFileSync(join(workspace, file), 'utf8')).toBe('SECRET');
    }
  });

  describe.each([
    ['a scheme', { type: 'glob_pattern', pattern: 'codex-new-roots://*.env' }, -32_603],
    ['a kind of place', { type: 'special', value: { kind: 'home' } }, -32_602],
    [
      'a place of a newer client',
      { type: 'special', value: { kind: 'unknown', path: ':home' } },
      -32_603,
    ],
    ['a kind of path', { type: 'regex', pattern: '.*' }, -32_602],
    ['a field', { type: 'path', path: 'file:///x', below: true }, -32_602],
  ])('rules with %s that is not understood', (_what, path, code) => {
    test('are refused for a process and for a file method', async () => {
      const entry = { path, access: 'deny' } as unknown as SandboxEntry;
      const sandbox = managed(fixture.workspace, [...WORKSPACE_WRITE_RULES, entry]);
      await expect(runConfined(fixture, 'true', { sandbox })).rejects.toMatchObject({ code });
      await expect(
        fixture.server.request('fs/readFile', { path: 'file:///etc/passwd', sandbox }),
      ).rejects.toMatchObject({ code });
    });
  });
});

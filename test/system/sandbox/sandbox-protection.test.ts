import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fifoDirectory, privateDirectory } from '../../../src/adapters/system/private-directory.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { runConfined, sandboxFixture, startConfined } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

/** Without what stands for protected directories until the sandbox is over. */
const visible = (directory: string) =>
  readdirSync(directory)
    .filter((name) => !name.startsWith('.'))
    .sort();

describeSandboxed('A protected path in a sandbox', () => {
  const fixture = sandboxFixture();

  test('can be read but not written, and cannot be made when it is missing', async () => {
    mkdirSync(join(fixture.workspace, '.git'));
    writeFileSync(join(fixture.workspace, '.git', 'config'), 'kept');
    const script =
      'cat .git/config; echo x > .git/config; mkdir .git/hooks; mkdir -p .codex/x; mv .git g; echo x > .aws';
    expect((await runConfined(fixture, script)).text).toBe('kept');
    expect(readdirSync(fixture.workspace)).toContain('.git');
    expect(readdirSync(join(fixture.workspace, '.git'))).toEqual(['config']);
  });

  test('stays protected while another process needs it, and leaves no placeholder', async () => {
    const script = 'echo ready; read line; mkdir .codex/x || echo protected';
    const long = startConfined(fixture, script, { stdin: 'pipe' });
    await firstOutput(long);
    await runConfined(fixture, 'true');
    await new Promise((resolve) => setTimeout(resolve, 300));
    long.stdin?.write('\n');
    expect((await long).stdout).toContain('protected');
    for (let tries = 0; readdirSync(fixture.workspace).length > 0 && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(readdirSync(fixture.workspace)).toEqual([]);
  });

  test.each(['/', '/dev/shm'])(
    'is a directory of daemons even where %s may be written',
    async (path) => {
      const sandbox = managed(fixture.workspace, [
        ...WORKSPACE_WRITE_RULES,
        pathRule(path, 'write'),
      ]);
      const script = `for d in "$@"; do [ -d $d ] && ! ls $d/ && ! touch $d/x && echo hidden; done`;
      const own = [privateDirectory(), fifoDirectory()];
      const argv = ['bash', '--norc', '-c', script, 'bash', ...own];
      expect((await runConfined(fixture, '', { sandbox, argv })).text).toBe('hidden\nhidden\n');
    },
  );

  test('cannot be moved away with the directory above it', async () => {
    mkdirSync(join(fixture.workspace, 'conf'));
    writeFileSync(join(fixture.workspace, 'conf', 'prod'), 'kept');
    const sandbox = managed(fixture.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(join(fixture.workspace, 'conf', 'prod'), 'read'),
    ]);
    await runConfined(
      fixture,
      'mv conf other; mkdir conf; echo x > conf/prod; echo ok > conf/new',
      {
        sandbox,
      },
    );
    expect(visible(fixture.workspace)).toEqual(['conf']);
    expect(readdirSync(join(fixture.workspace, 'conf')).sort()).toEqual(['new', 'prod']);
  });

  test('is hidden when it is denied', async () => {
    writeFileSync(join(fixture.workspace, 'key'), 'secret');
    writeFileSync(join(fixture.workspace, 'a.pem'), 'secret');
    mkdirSync(join(fixture.workspace, 'vault'));
    writeFileSync(join(fixture.workspace, 'vault', 'key'), 'secret');
    const sandbox = managed(fixture.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(join(fixture.workspace, 'key'), 'deny'),
      pathRule(join(fixture.workspace, 'vault'), 'none'),
      { path: { type: 'glob_pattern', pattern: '**/*.pem' }, access: 'deny' },
    ]);
    const script =
      'cat key vault/key *.pem; ls vault; rm -rf vault key; chmod 777 key vault; cat key; echo done';
    expect((await runConfined(fixture, script, { sandbox })).text).toBe('done\n');
    expect(visible(fixture.workspace)).toEqual(['a.pem', 'key', 'vault']);
  });
});

import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { runConfined, sandboxFixture, startConfined } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES, workspaceWrite } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const NAMES = ['.git', '.codex', '.agents', '.aws'];

describeSandboxed('A protected name that is a symbolic link', () => {
  const fixture = sandboxFixture();
  const at = (name: string) => join(fixture.workspace, name);

  const makeReal = (directory: string): void => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'config'), 'kept');
  };
  /** What a process tries with a name, and with all that lies around it. */
  const attack = (name: string, ...others: readonly string[]): string =>
    [
      `cat ${name}/config`,
      `echo x > ${name}/config; mkdir ${name}/hooks`,
      // A name of its own for each: a move to another mount leaves a copy when it fails.
      ...[name, ...others].map(
        (each, n) => `rm ${each}; mv -T ${each} m${n}; ln -sfn /tmp ${each}`,
      ),
      `ln -s /tmp other; mv -T other ${name}`,
      'rm -rf other m?; echo ok > plain; cat plain',
    ].join('; ');

  test.each(NAMES)('is followed, and both link and target are protected: %s', async (name) => {
    makeReal(at('real'));
    symlinkSync('real', at(name));
    const { text } = await runConfined(fixture, `${attack(name, 'real')}; echo x > real/config`);

    expect(text).toBe('keptok\n');
    expect(readlinkSync(at(name))).toBe('real');
    expect(readdirSync(at('real'))).toEqual(['config']);
    expect(readFileSync(at('real/config'), 'utf8')).toBe('kept');
  });

  test('may lead out of the workspace', async () => {
    makeReal(join(dirname(fixture.workspace), 'out'));
    symlinkSync('../out', at('.git'));

    expect((await runConfined(fixture, attack('.git'))).text).toBe('keptok\n');
    expect(readlinkSync(at('.git'))).toBe('../out');
  });

  test('may lead to another writable directory', async () => {
    const elsewhere = mkdtempSync('/tmp/exec-server-links-');
    try {
      makeReal(elsewhere);
      symlinkSync(elsewhere, at('.git'));
      const { text } = await runConfined(
        fixture,
        `${attack('.git')}; echo x > ${elsewhere}/config`,
      );

      expect(text).toBe('keptok\n');
      expect(readFileSync(join(elsewhere, 'config'), 'utf8')).toBe('kept');
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test('may lead through other links and directories, which are protected too', async () => {
    makeReal(at('deep/down/real'));
    mkdirSync(at('side'));
    mkdirSync(at('turn'));
    symlinkSync('deep', at('first'));
    symlinkSync('../turn/../first/down/real', at('side/second'));
    symlinkSync('side/second', at('.git'));
    const script = attack('.git', 'first', 'side/second', 'side', 'turn', 'deep', 'deep/down');

    expect((await runConfined(fixture, script)).text).toBe('keptok\n');
    expect(readlinkSync(at('first'))).toBe('deep');
    expect(readlinkSync(at('side/second'))).toBe('../turn/../first/down/real');
    expect(readFileSync(at('.git/config'), 'utf8')).toBe('kept');
  });

  test.each([
    ['nothing in the workspace', 'nowhere'],
    ['nothing further down', 'no/where/at/all'],
    ['nothing outside', '/nowhere'],
    ['itself', '.git'],
    ['below a file', 'file/below'],
  ])('may lead to %s, where nothing can be made', async (_, target) => {
    writeFileSync(at('file'), 'file');
    symlinkSync(target, at('.git'));
    const replace = target.startsWith('file') ? 'rm file; ' : '';
    const script = `${replace}mkdir -p ${target}/hooks; ${attack('.git')}`;

    expect((await runConfined(fixture, script)).text).toBe('ok\n');
    expect(readlinkSync(at('.git'))).toBe(target);
    for (let tries = 0; readdirSync(fixture.workspace).length > 3 && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(readdirSync(fixture.workspace).sort()).toEqual(['.git', 'file', 'plain']);
    expect(lstatSync(at('file')).isFile()).toBe(true);
  });

  test('binds file methods as it binds processes', async () => {
    makeReal(at('real'));
    symlinkSync('real', at('.git'));
    const write = (name: string): Promise<unknown> =>
      fixture.server.request('fs/writeFile', {
        path: pathToFileURL(at(name)).href,
        dataBase64: '',
        sandbox: workspaceWrite(fixture.workspace),
      });

    await write('file');
    await expect(write('.git/config')).rejects.toThrow('Read-only file system');
    await expect(write('real/config')).rejects.toThrow('Read-only file system');
    expect(readFileSync(at('real/config'), 'utf8')).toBe('kept');
  });

  test('grants no access that the rules deny', async () => {
    const out = join(dirname(fixture.workspace), 'out');
    makeReal(out);
    symlinkSync(out, at('.git'));
    const rules = [
      ...WORKSPACE_WRITE_RULES,
      pathRule(dirname(fixture.workspace), 'deny'),
      pathRule(fixture.workspace, 'write'),
    ];
    const sandbox = managed(fixture.workspace, rules);

    const { text } = await runConfined(fixture, 'cat .git/config || echo hidden', { sandbox });
    expect(text).toBe('hidden\n');
  });

  test.each([
    ['.', 'cannot be writable, since a protected name leads to it'],
    ['/tmp', 'cannot be writable, since a protected name leads to it'],
    ['no/../real', 'a symbolic link leads to'],
  ])('is refused when it leads to what cannot be protected: %s', async (target, message) => {
    symlinkSync(target, at('.git'));
    await expect(startConfined(fixture, 'true').started).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining(message),
    });
  });

  test('is refused when a write rule leads through a link in a writable directory', async () => {
    symlinkSync('/opt', at('out'));
    const sandbox = managed(fixture.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(at('out'), 'write'),
    ]);
    await expect(startConfined(fixture, 'true', { sandbox }).started).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining('leads through a symbolic link in a writable directory'),
    });
  });
});

describeSandboxed('A .git that is a file', () => {
  const fixture = sandboxFixture();
  const at = (name: string) => join(fixture.workspace, name);

  test.each([
    ['relative', () => 'gitdir: real\n'],
    ['absolute', () => `gitdir: ${at('real')}\n`],
    ['behind a link', () => 'gitdir: link\r\n'],
  ])('protects the repository that it names: %s', async (_, text) => {
    mkdirSync(at('real'));
    writeFileSync(at('real/config'), 'kept');
    symlinkSync('real', at('link'));
    writeFileSync(at('.git'), text());
    const script =
      'echo x > real/config; mkdir real/hooks; mv real other; echo x > .git; ln -sfn /tmp link; rm link; true';
    await runConfined(fixture, script);

    expect(readdirSync(at('real'))).toEqual(['config']);
    expect(readFileSync(at('real/config'), 'utf8')).toBe('kept');
    expect(readFileSync(at('.git'), 'utf8')).toBe(text());
  });

  test('protects the common directory of a worktree', async () => {
    const shared = mkdtempSync('/tmp/exec-server-links-');
    try {
      const own = join(shared, 'worktrees', 'one');
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'commondir'), '../..\n');
      writeFileSync(at('.git'), `gitdir: ${own}\n`);
      await runConfined(
        fixture,
        `touch ${own}/x; mkdir ${shared}/hooks; echo x > ${shared}/config`,
      );

      expect(readdirSync(shared)).toEqual(['worktrees']);
      expect(readdirSync(own)).toEqual(['commondir']);
    } finally {
      rmSync(shared, { recursive: true });
    }
  });

  test('keeps a missing repository from being made', async () => {
    writeFileSync(at('.git'), 'gitdir: nowhere\n');

    expect((await runConfined(fixture, 'mkdir -p nowhere/hooks || echo safe')).text).toBe('safe\n');
  });

  test('is refused when its target is not UTF-8', async () => {
    writeFileSync(at('.git'), Buffer.from('gitdir: \xff', 'latin1'));
    await expect(startConfined(fixture, 'true').started).rejects.toMatchObject({
      message: expect.stringContaining('is not UTF-8'),
    });
  });
});

describeSandboxed('A workspace in a writable directory', () => {
  const fixture = sandboxFixture();

  test('cannot be moved away with its protected names', async () => {
    const outer = dirname(dirname(fixture.workspace));
    const parent = dirname(fixture.workspace);
    const sandbox = managed(fixture.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(outer, 'write'),
    ]);
    const script = `cd /; mv "${parent}" "${parent}-moved" || echo safe`;

    expect((await runConfined(fixture, script, { sandbox })).text).toBe('safe\n');
  });
});

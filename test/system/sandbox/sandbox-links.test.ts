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
import { runConfined, sandboxBench, startConfined } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES, workspaceWrite } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const NAMES = ['.git', '.codex', '.agents', '.aws'];

describeSandboxed('a protected name that is a symbolic link', () => {
  const bench = sandboxBench();
  const at = (name: string) => join(bench.workspace, name);

  const makeReal = (folder: string): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config'), 'kept');
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

  test.each(NAMES)('is followed, and stays with what it leads to: %s', async (name) => {
    makeReal(at('real'));
    symlinkSync('real', at(name));
    const { text } = await runConfined(bench, `${attack(name, 'real')}; echo x > real/config`);

    expect(text).toBe('keptok\n');
    expect(readlinkSync(at(name))).toBe('real');
    expect(readdirSync(at('real'))).toEqual(['config']);
    expect(readFileSync(at('real/config'), 'utf8')).toBe('kept');
  });

  test('may lead out of the workspace', async () => {
    makeReal(join(dirname(bench.workspace), 'out'));
    symlinkSync('../out', at('.git'));

    expect((await runConfined(bench, attack('.git'))).text).toBe('keptok\n');
    expect(readlinkSync(at('.git'))).toBe('../out');
  });

  test('may lead into another folder that is writable', async () => {
    const elsewhere = mkdtempSync('/tmp/exec-server-links-');
    try {
      makeReal(elsewhere);
      symlinkSync(elsewhere, at('.git'));
      const { text } = await runConfined(bench, `${attack('.git')}; echo x > ${elsewhere}/config`);

      expect(text).toBe('keptok\n');
      expect(readFileSync(join(elsewhere, 'config'), 'utf8')).toBe('kept');
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test('may lead through other links and folders, which stay too', async () => {
    makeReal(at('deep/down/real'));
    mkdirSync(at('side'));
    mkdirSync(at('turn'));
    symlinkSync('deep', at('first'));
    symlinkSync('../turn/../first/down/real', at('side/second'));
    symlinkSync('side/second', at('.git'));
    const script = attack('.git', 'first', 'side/second', 'side', 'turn', 'deep', 'deep/down');

    expect((await runConfined(bench, script)).text).toBe('keptok\n');
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

    expect((await runConfined(bench, script)).text).toBe('ok\n');
    expect(readlinkSync(at('.git'))).toBe(target);
    for (let tries = 0; readdirSync(bench.workspace).length > 3 && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(readdirSync(bench.workspace).sort()).toEqual(['.git', 'file', 'plain']);
    expect(lstatSync(at('file')).isFile()).toBe(true);
  });

  test('binds file methods as it binds processes', async () => {
    makeReal(at('real'));
    symlinkSync('real', at('.git'));
    const write = (name: string): Promise<unknown> =>
      bench.server.request('fs/writeFile', {
        path: pathToFileURL(at(name)).href,
        dataBase64: '',
        sandbox: workspaceWrite(bench.workspace),
      });

    await write('file');
    await expect(write('.git/config')).rejects.toThrow('Read-only file system');
    await expect(write('real/config')).rejects.toThrow('Read-only file system');
    expect(readFileSync(at('real/config'), 'utf8')).toBe('kept');
  });

  test('gives nothing that the rules do not', async () => {
    const out = join(dirname(bench.workspace), 'out');
    makeReal(out);
    symlinkSync(out, at('.git'));
    const rules = [
      ...WORKSPACE_WRITE_RULES,
      pathRule(dirname(bench.workspace), 'deny'),
      pathRule(bench.workspace, 'write'),
    ];
    const sandbox = managed(bench.workspace, rules);

    const { text } = await runConfined(bench, 'cat .git/config || echo hidden', { sandbox });
    expect(text).toBe('hidden\n');
  });

  test.each([
    ['.', 'is to be writable, and something protected leads there'],
    ['/tmp', 'is to be writable, and something protected leads there'],
    ['no/../real', 'a link leads to'],
  ])('is refused where it leads to what cannot be protected: %s', async (target, message) => {
    symlinkSync(target, at('.git'));
    await expect(startConfined(bench, 'true')).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining(message),
    });
  });

  test('is refused where it would let something be written', async () => {
    symlinkSync('/opt', at('out'));
    const sandbox = managed(bench.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(at('out'), 'write'),
    ]);
    await expect(startConfined(bench, 'true', { sandbox })).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining('leads through a symbolic link in a writable folder'),
    });
  });
});

describeSandboxed('a .git that is a file', () => {
  const bench = sandboxBench();
  const at = (name: string) => join(bench.workspace, name);

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
    await runConfined(bench, script);

    expect(readdirSync(at('real'))).toEqual(['config']);
    expect(readFileSync(at('real/config'), 'utf8')).toBe('kept');
    expect(readFileSync(at('.git'), 'utf8')).toBe(text());
  });

  test('protects what a worktree shares with its repository', async () => {
    const shared = mkdtempSync('/tmp/exec-server-links-');
    try {
      const own = join(shared, 'worktrees', 'one');
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'commondir'), '../..\n');
      writeFileSync(at('.git'), `gitdir: ${own}\n`);
      await runConfined(bench, `touch ${own}/x; mkdir ${shared}/hooks; echo x > ${shared}/config`);

      expect(readdirSync(shared)).toEqual(['worktrees']);
      expect(readdirSync(own)).toEqual(['commondir']);
    } finally {
      rmSync(shared, { recursive: true });
    }
  });

  test('keeps a repository that is missing from being made', async () => {
    writeFileSync(at('.git'), 'gitdir: nowhere\n');

    expect((await runConfined(bench, 'mkdir -p nowhere/hooks || echo safe')).text).toBe('safe\n');
  });

  test('is refused when it names what cannot be said', async () => {
    writeFileSync(at('.git'), Buffer.from('gitdir: \xff', 'latin1'));
    await expect(startConfined(bench, 'true')).rejects.toMatchObject({
      message: expect.stringContaining('is not UTF-8'),
    });
  });
});

describeSandboxed('a workspace in a folder that is writable too', () => {
  const bench = sandboxBench();

  test('cannot be moved away with its protected names', async () => {
    const outer = dirname(dirname(bench.workspace));
    const parent = dirname(bench.workspace);
    const sandbox = managed(bench.workspace, [...WORKSPACE_WRITE_RULES, pathRule(outer, 'write')]);
    const script = `cd /; mv "${parent}" "${parent}-moved" || echo safe`;

    expect((await runConfined(bench, script, { sandbox })).text).toBe('safe\n');
  });
});

import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, test } from '@jest/globals';
import type { SandboxContext, SandboxEntry } from '../../../src/protocol/process.js';
import { runConfined, sandboxFixture } from './sandbox-fixture.js';
import { managed, pathRule, patternRule, WORKSPACE_WRITE_RULES } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const ENV_FILES = patternRule('codex-project-roots://**/*.env');
const dataBase64 = Buffer.from('changed').toString('base64');

describeSandboxed('A file that matches a deny pattern', () => {
  const fixture = sandboxFixture();

  const at = (...names: readonly string[]): string => join(fixture.workspace, ...names);
  const uri = (...names: readonly string[]): string => pathToFileURL(at(...names)).href;
  const make = (...files: readonly string[]): void => {
    for (const file of files) {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), 'SECRET');
    }
  };
  const sandboxOf = (entries: readonly SandboxEntry[], more: object = {}): SandboxContext => ({
    ...managed(fixture.workspace, [...WORKSPACE_WRITE_RULES, ...entries]),
    ...more,
  });
  /** Of the paths those whose content a sandboxed process gets to see. */
  const readable = async (
    paths: readonly string[],
    sandbox: SandboxContext,
  ): Promise<readonly string[]> => {
    const script = paths
      .map((path, index) => `cat ${quoted(path)} && echo ' ${index} '`)
      .join('\n');
    const { text } = await runConfined(fixture, `cd ${quoted(fixture.workspace)}\n${script}`, {
      sandbox,
    });
    return paths.filter((_, index) => text.includes(` ${index} `));
  };

  beforeEach(() => {
    make('a.env', 'sub/b.env', 'sub/deep/.env', 'sub/k.key', 'plain');
  });

  test('cannot be read, written, linked or moved by a process, anywhere in a workspace', async () => {
    const sandbox = sandboxOf([ENV_FILES]);
    const all = ['a.env', 'sub/b.env', 'sub/deep/.env', 'sub/k.key', 'plain'];
    expect(await readable(all, sandbox)).toEqual(['sub/k.key', 'plain']);
    const { text } = await runConfined(
      fixture,
      `cd ${quoted(fixture.workspace)}; for f in a.env sub/b.env; do
        echo x > $f; rm -f $f; mv $f moved; ln $f hard; chmod 644 $f; cp $f copied
      done; mv sub other; cat other/b.env moved hard copied; true`,
      { sandbox },
    );
    expect(text).not.toContain('SECRET');
    expect(readFileSync(at('a.env'), 'utf8')).toBe('SECRET');
    expect(readFileSync(at('sub', 'b.env'), 'utf8')).toBe('SECRET');
  });

  test('is out of reach of every file method', async () => {
    const sandbox = sandboxOf([ENV_FILES]);
    const path = uri('sub', 'b.env');
    const ask = (method: string, params: object) =>
      fixture.server.request<object>(method, { ...params, sandbox });
    const refused = { message: expect.stringContaining('os error') };
    await expect(ask('fs/readFile', { path })).rejects.toMatchObject({ code: -32_600 });
    await expect(ask('fs/open', { handleId: 'r', path })).rejects.toMatchObject({ code: -32_600 });
    for (const [method, params] of [
      ['fs/writeFile', { path, dataBase64 }],
      ['fs/open', { handleId: 'w', path, mode: 'replace' }],
      ['fs/remove', { path }],
      ['fs/copy', { sourcePath: path, destinationPath: uri('stolen'), recursive: false }],
      ['fs/copy', { sourcePath: uri('plain'), destinationPath: path, recursive: false }],
      ['fs/copy', { sourcePath: uri('sub'), destinationPath: uri('stolen'), recursive: true }],
    ] as const) {
      await expect(ask(method, params)).rejects.toMatchObject(refused);
    }
    expect(await ask('fs/getMetadata', { path })).toMatchObject({ size: 0 });
    expect(readFileSync(at('sub', 'b.env'), 'utf8')).toBe('SECRET');
    for (const stolen of ['stolen', 'stolen/b.env']) {
      const isThere = existsSync(at(stolen)) && statSync(at(stolen)).isFile();
      expect(isThere ? readFileSync(at(stolen), 'utf8') : '').toBe('');
    }
    expect(await ask('fs/readFile', { path: uri('plain') })).toMatchObject({
      dataBase64: Buffer.from('SECRET').toString('base64'),
    });
  });

  test.each<[string, readonly string[]]>([
    ['codex-project-roots://sub/*.key', ['sub/k.key']],
    ['codex-project-roots://**/k.*', ['sub/k.key']],
    ['codex-project-roots://sub/**', ['sub/b.env', 'sub/deep/.env', 'sub/k.key']],
    ['codex-project-roots://s*', ['sub/b.env', 'sub/deep/.env', 'sub/k.key']],
    ['codex-project-roots://**/dee?/', ['sub/deep/.env']],
    ['codex-project-roots://[!s]*', ['a.env', 'plain']],
    ['codex-project-roots://{a.*,sub/k.key}', ['a.env', 'sub/k.key']],
    ['codex-project-roots://**/A.ENV', []],
    ['sub/*.env', ['sub/b.env']],
    ['./*.env', ['a.env']],
  ])(
    'is hidden with the directories that match and all they contain: %s',
    async (pattern, hidden) => {
      const all = ['a.env', 'sub/b.env', 'sub/deep/.env', 'sub/k.key', 'plain'];
      const shown = await readable(all, sandboxOf([patternRule(pattern)]));
      expect(all.filter((path) => !shown.includes(path))).toEqual(hidden);
    },
  );

  test('is hidden by an absolute pattern', async () => {
    const sandbox = sandboxOf([patternRule(`${dirname(fixture.workspace)}/*/sub/*.key`)]);
    expect(await readable(['sub/k.key', 'plain'], sandbox)).toEqual(['plain']);
  });

  test.each<[string, number, number | undefined]>([
    ['in each workspace', 2, undefined],
    ['in each workspace of the context', 0, 2],
    ['in what the context leaves out', 2, 0],
  ])('is hidden %s, from processes and file methods', async (_where, own, inContext) => {
    const directories = ['r[oo]t', 'r*t{a,b}', 'root'];
    for (const directory of directories) {
      make(`${directory}/x.env`);
    }
    const inside = ['r[oo]t/x.env', 'r*t{a,b}/x.env'];
    const uris = (count: number) => directories.slice(0, count).map((directory) => uri(directory));
    const sandbox = sandboxOf([ENV_FILES], {
      workspaceRoots: uris(own),
      ...(inContext !== undefined && {
        policyContext: { cwd: uri(), workspaceRoots: uris(inContext) },
      }),
    });
    expect(await readable([...inside, 'root/x.env'], sandbox)).toEqual(['root/x.env']);
    for (const path of inside) {
      await expect(
        fixture.server.request('fs/readFile', { path: uri(path), sandbox }),
      ).rejects.toMatchObject({ code: -32_600 });
    }
  });

  test('is hidden down to glob_scan_max_depth only', async () => {
    const sandbox = sandboxOf([ENV_FILES]);
    const { permissions } = sandbox;
    if (permissions.type !== 'managed' || permissions.file_system.type !== 'restricted') {
      return;
    }
    permissions.file_system.glob_scan_max_depth = 2;
    const all = ['a.env', 'sub/b.env', 'sub/deep/.env'];
    expect(await readable(all, sandbox)).toEqual(['sub/deep/.env']);
  });

  test('is hidden with a name that is not UTF-8', async () => {
    const name = Buffer.from('bad\xff.env', 'latin1');
    writeFileSync(Buffer.concat([Buffer.from(`${fixture.workspace}/`), name]), 'SECRET');
    const { text } = await runConfined(
      fixture,
      `cd ${quoted(fixture.workspace)}; cat $'bad\\xff.env' || echo denied; ls | wc -l`,
      { sandbox: sandboxOf([ENV_FILES]) },
    );
    expect(text).toContain('denied');
    expect(text).not.toContain('SECRET');
    const sandbox = sandboxOf([
      { path: { type: 'path', path: `${uri('bad')}%FF.env` }, access: 'deny' },
    ]);
    const other = await runConfined(
      fixture,
      `cd ${quoted(fixture.workspace)}; cat $'bad\\xff.env' || echo denied`,
      { sandbox },
    );
    expect(other.text).toContain('denied');
  });

  test('is hidden as the target of a link that matches', async () => {
    symlinkSync('sub/k.key', at('link.env'));
    symlinkSync('sub', at('directory.env'));
    expect(await readable(['link.env', 'sub/k.key'], sandboxOf([ENV_FILES]))).toEqual([]);
  });

  test('is refused behind a link that the process could change', async () => {
    symlinkSync('sub', at('link'));
    const sandbox = sandboxOf([patternRule('codex-project-roots://link/*.key')]);
    await expect(readable(['plain'], sandbox)).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining('symbolic link in a writable directory'),
    });
  });

  test('stays hidden when a rule for its path or below it allows it', async () => {
    make('open/x.env', 'open.env/y', 'hidden/z.env');
    const sandbox = sandboxOf([
      ENV_FILES,
      pathRule(at('a.env'), 'write'),
      pathRule(at('open'), 'read'),
      pathRule(at('open.env', 'y'), 'write'),
      pathRule(at('hidden'), 'deny'),
      pathRule(at('hidden', 'z.env'), 'read'),
    ]);
    expect(await readable(['a.env', 'open/x.env', 'open.env/y', 'hidden/z.env'], sandbox)).toEqual(
      [],
    );
  });

  test('does not weaken the other rules around it', async () => {
    make('x/y/denied', 'x/y/.git/HEAD', 'x/b.env');
    const sandbox = sandboxOf([
      patternRule(`${fixture.workspace}/x/*.env`),
      pathRule(at('x', 'y'), 'write'),
      pathRule(at('x', 'y', 'denied'), 'deny'),
    ]);
    expect(await readable(['x/y/denied', 'x/b.env', 'x/y/.git/HEAD'], sandbox)).toEqual([
      'x/y/.git/HEAD',
    ]);
    await runConfined(fixture, `echo x > ${quoted(at('x/y/.git/HEAD'))}; true`, { sandbox });
    expect(readFileSync(at('x', 'y', '.git', 'HEAD'), 'utf8')).toBe('SECRET');
  });

  test('is refused when it is the working directory', async () => {
    await expect(
      readable(['plain'], sandboxOf([patternRule(`${dirname(fixture.workspace)}/*`)])),
    ).rejects.toThrow('the policy hides the working directory');
  });

  test('is searched for at each file method and each start', async () => {
    const sandbox = sandboxOf([ENV_FILES]);
    const path = uri('late.env');
    await fixture.server.request('fs/writeFile', { path, dataBase64, sandbox });
    await expect(fixture.server.request('fs/readFile', { path, sandbox })).rejects.toMatchObject({
      code: -32_600,
    });
    expect(await readable(['late.env'], sandbox)).toEqual([]);
    rmSync(at('late.env'));
    await fixture.server.request('fs/writeFile', { path, dataBase64, sandbox });
    expect(readFileSync(at('late.env'), 'utf8')).toBe('changed');
  });
});

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

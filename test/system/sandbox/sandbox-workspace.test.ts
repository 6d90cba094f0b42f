import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testNeeding } from '../../support/needing.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { type StartedBy, startedBy } from '../started-by.js';
import { runConfined, sandboxFixture, startConfined } from './sandbox-fixture.js';
import { workspaceWrite } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const NAMES = ['.agents', '.aws', '.codex', '.git'];
const dataBase64 = Buffer.from('changed').toString('base64');

describeSandboxed('A workspace changed from outside while a sandboxed process runs', () => {
  const fixture = sandboxFixture();
  const at = (name: string) => join(fixture.workspace, name);

  /** Resolves with what lets it go on, to its end, once it waits. */
  const startWaiting = async (script = 'true') => {
    const process = startConfined(fixture, `echo ready; read line; ${script}`, { stdin: 'pipe' });
    await firstOutput(process);
    return async () => {
      process.stdin?.write('\n');
      return await process;
    };
  };
  const write = (name: string): Promise<unknown> =>
    fixture.server.request('fs/writeFile', {
      path: pathToFileURL(at(name)).href,
      dataBase64,
      sandbox: workspaceWrite(fixture.workspace),
    });
  const left = (): readonly string[] => readdirSync(fixture.workspace).sort();

  test('protects later commands and writes after it was cleaned', async () => {
    const first = await startWaiting();
    for (const name of NAMES) {
      rmSync(at(name), { recursive: true });
    }

    await write('file');
    for (const name of NAMES) {
      rmSync(at(name), { recursive: true, force: true });
    }
    const script = `for name in ${NAMES.join(' ')}; do echo x > $name/config || echo safe; done`;
    expect((await runConfined(fixture, script)).text).toBe('safe\n'.repeat(4));

    await first();
    expect(left()).toEqual(['file']);
  });

  test('may get files and directories in place of missing protected names', async () => {
    const first = await startWaiting();
    for (const name of NAMES) {
      rmSync(at(name), { recursive: true });
    }
    writeFileSync(at('.git'), 'gitdir: /nowhere');
    mkdirSync(at('.aws'));

    await write('file');
    const script = 'echo x > .git; echo x > .aws/config; echo x > .codex/config; cat .git';
    expect((await runConfined(fixture, script)).text).toBe('gitdir: /nowhere');

    await first();
    expect(left()).toEqual(['.aws', '.git', 'file']);
  });

  test('may become a repository, which stays and which the sandbox can read but not change', async () => {
    const first = await startWaiting('cat .git/config; echo x > .git/config');
    writeFileSync(at('.git/config'), 'made outside');
    writeFileSync(at('.aws/config'), 'made outside');

    expect((await first()).stdout).toBe('ready\nmade outside');
    expect(left()).toEqual(['.aws', '.git']);
    expect(readFileSync(at('.git/config'), 'utf8')).toBe('made outside');
  });

  test('may be removed and made again while its file worker is kept', async () => {
    for (const name of NAMES) {
      mkdirSync(at(name));
    }
    await write('file');
    rmSync(fixture.workspace, { recursive: true });
    mkdirSync(fixture.workspace);
    for (const name of NAMES) {
      mkdirSync(at(name));
    }
    await write('again');
    expect(readFileSync(at('again'), 'utf8')).toBe('changed');

    rmSync(at('.git'), { recursive: true });
    await expect(write('.git/config')).rejects.toThrow();
    expect(existsSync(at('.git/config'))).toBe(false);
  });

  test('has placeholders with the ordinary mode', async () => {
    const first = await startWaiting();
    const ordinary = 0o777 & ~process.umask();
    for (const name of NAMES) {
      expect(statSync(at(name)).mode & 0o777).toBe(ordinary);
    }
    await first();
  });
});

const isRoot = process.geteuid?.() === 0;
const USER = 65_534;
const AS_USER = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'] as const;

describeSandboxed('A writable directory in which the daemon cannot make names', () => {
  let base: string;
  let daemon: StartedBy | undefined;

  beforeEach(() => {
    // Not in the project, which another user may not reach, and not where sandboxes may write anyway.
    base = mkdtempSync('/var/tmp/exec-server-');
    chmodSync(base, 0o755);
  });

  afterEach(async () => {
    await daemon?.stop();
    daemon = undefined;
    // Who is not root can remove nothing from it otherwise.
    chmodSync(join(base, 'workspace'), 0o755);
    rmSync(base, { recursive: true, force: true });
  });

  /** A directory with one inside that the user of the daemon may write to. */
  const makeWorkspace = (mode: number, uid = isRoot ? USER : undefined): string => {
    const workspace = join(base, 'workspace');
    const inside = join(workspace, 'inside');
    mkdirSync(inside, { recursive: true });
    if (isRoot) {
      chownSync(inside, USER, USER);
    }
    if (uid !== undefined) {
      chownSync(workspace, uid, uid);
    }
    chmodSync(workspace, mode);
    return workspace;
  };

  const start = async (workspace: string, script: string): Promise<string> => {
    const { client } = daemon as StartedBy;
    const sandbox = workspaceWrite(workspace);
    const options = { cwd: workspace, sandbox, stripFinalNewline: false };
    return (await client.run('sh', ['-c', script], options)).stdout;
  };

  const asUser = async (): Promise<void> => {
    daemon = await startedBy(isRoot ? [...AS_USER] : ['env'], {
      PATH: process.env.PATH,
      TMPDIR: base,
      HOME: '/',
    });
  };

  const script = 'mkdir .git .codex 2>&1 | wc -l; echo x > inside/file && cat inside/file';

  testNeeding('root', isRoot)('is served when it belongs to another user', async () => {
    const workspace = makeWorkspace(0o755, 0);
    chmodSync(base, 0o777);
    await asUser();
    expect(await start(workspace, script)).toBe('2\nx\n');
    expect(readdirSync(workspace)).toEqual(['inside']);
  });

  test('is refused when it belongs to the same user, since the process could change its mode', async () => {
    const workspace = makeWorkspace(0o555);
    chmodSync(base, 0o777);
    await asUser();
    await expect(start(workspace, script)).rejects.toMatchObject({
      cause: {
        code: -32_603,
        message: expect.stringContaining('cannot be protected: EACCES'),
      },
    });
  });

  testNeeding('root', isRoot)('is served when it is read-only', async () => {
    const workspace = makeWorkspace(0o777);
    const mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
    daemon = await startedBy(['unshare', '--mount', 'sh', '-c', mount, workspace]);
    expect(
      await start(workspace, 'mkdir .git .codex 2>&1 | wc -l; touch inside/x || echo no'),
    ).toBe('2\nno\n');
  });
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../src/testing/index.js';
import {
  managed,
  pathRule,
  readOnly,
  WORKSPACE_WRITE_RULES,
  workspaceWrite,
} from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const PATH = '/usr/bin:/bin';
const BASE = join(process.cwd(), 'node_modules', '.cache');
const DISABLED = { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' } as const;

describeSandboxed('a sandboxed process', () => {
  let server: ExecServerHarness;
  let folder: string;
  let workspace: string;

  beforeAll(async () => {
    server = await execServer({ mode: 'daemon' });
  });

  afterAll(async () => {
    await server.shutdown();
  });

  beforeEach(() => {
    mkdirSync(BASE, { recursive: true });
    folder = mkdtempSync(join(BASE, 'sandbox-'));
    workspace = join(folder, 'a b "ü');
    mkdirSync(workspace);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (script: string, more: object = {}) =>
    server.startProcess({
      argv: ['bash', '--norc', '-c', script],
      cwd: new URL(`file://${encodeURI(workspace)}`).href,
      env: { PATH },
      sandbox: workspaceWrite(workspace),
      ...more,
    });

  const run = async (script: string, more: object = {}) => {
    const id = await start(script, more);
    const outcome = await server.outcome(id);
    const { sandboxDenied } = await server.request<{ sandboxDenied: boolean }>('process/read', {
      processId: id,
    });
    return { ...outcome, text: (outcome.stdout + outcome.pty).replaceAll('\r', ''), sandboxDenied };
  };

  test('is told to have a sandbox', async () => {
    const params = { argv: ['true'], cwd: 'file:///', env: { PATH }, tty: false };
    const answer = (sandbox: unknown, processId: string) =>
      server.request('process/start', { ...params, processId, sandbox });
    expect(await answer(readOnly(workspace), 'a')).toEqual({
      processId: 'a',
      sandboxType: 'linuxSeccomp',
    });
    expect(await answer(DISABLED, 'b')).toMatchObject({ sandboxType: 'linuxSeccomp' });
    expect(await answer(null, 'c')).toMatchObject({ sandboxType: 'none' });
  });

  test.each([false, true])('writes where it may (tty: %s)', async (tty) => {
    const script = 'pwd; echo x > file; echo y > /tmp/$$.y && rm /tmp/$$.y; cat file';
    expect(await run(script, { tty })).toMatchObject({ text: `${workspace}\nx\n`, exitCode: 0 });
    expect(existsSync(join(workspace, 'file'))).toBe(true);
  });

  test('is told to be denied when it failed for it', async () => {
    expect(await run('echo x > ../x')).toMatchObject({ exitCode: 1, sandboxDenied: true });
    expect(await run('echo x > ../x; exit 0')).toMatchObject({ sandboxDenied: false });
    expect(await run('exit 1')).toMatchObject({ exitCode: 1, sandboxDenied: false });
  });

  test('has its environment, its descriptors and nothing else', async () => {
    const env = { PATH, PWD: '/elsewhere', 'B-C': 'x\ny', A: '', LD_NOTHING: '1' };
    const id = await start('', { argv: ['env', '-0'], env });
    const { stdout } = await server.outcome(id);
    const seen = stdout.split('\0').filter((entry) => entry !== '');
    expect(seen.sort()).toEqual(
      Object.entries(env)
        .map((entry) => entry.join('='))
        .sort(),
    );
  });

  test.each([false, true])('has no descriptor of anybody else (tty: %s)', async (tty) => {
    const other = await server.startProcess({ argv: ['cat'], tty: true });
    const listing = await start('', { argv: ['ls', '/proc/self/fd'], tty });
    const { stdout, pty } = await server.outcome(listing);
    expect((stdout + pty).split(/\s+/).filter(Boolean)).toEqual(['0', '1', '2', '3']);
    await server.request('process/terminate', { processId: other });
  });

  test.each([
    ['exit 7', 7],
    ['kill -9 $$', 137],
    ['kill -TERM $$', 143],
  ])('ends as it ends: %s', async (script, exitCode) => {
    expect((await run(script)).exitCode).toBe(exitCode);
  });

  test('sees the name that it was given', async () => {
    const id = await start('', { argv: ['bash', '-c', 'echo $0'], arg0: 'other' });
    expect((await server.outcome(id)).stdout).toBe('other\n');
  });

  test('hears an interrupt, and may go on', async () => {
    const id = await start("trap 'echo caught; exit 3' INT; echo ready; sleep 60 & wait");
    await server.waitForEvent(
      ({ method, params }) => method === 'process/output' && params.processId === id,
    );
    await server.request('process/signal', { processId: id, signal: 'interrupt' });
    expect(await server.outcome(id)).toMatchObject({ stdout: 'ready\ncaught\n', exitCode: 3 });
  });

  test('has a terminal whose control-C reaches its job alone', async () => {
    const id = await start('exec bash --norc -i', { tty: true });
    const write = (text: string, writeId: string) =>
      server.request('process/write', {
        processId: id,
        chunk: Buffer.from(text).toString('base64'),
        writeId,
      });
    await write(`sh -c 'echo st""arted; exec sleep 60'\n`, '1');
    await server.waitForEvent(
      ({ method, params }) =>
        method === 'process/output' && Buffer.from(params.chunk, 'base64').includes('started'),
    );
    await write('\x03', '2');
    await write('echo alive; exit 4\n', '3');
    expect(await server.outcome(id)).toMatchObject({ exitCode: 4 });
  });

  test('leaves nothing running, and its end is known at once', async () => {
    const id = await start(
      'setsid sleep 97531 & setsid sleep 97532 > /dev/null 2>&1 & echo on; wait',
    );
    await server.waitForEvent(
      ({ method, params }) => method === 'process/output' && params.processId === id,
    );
    await server.request('process/terminate', { processId: id });
    expect(await server.outcome(id)).toMatchObject({ exitCode: 137 });
  });

  describe('and what must not be written in a workspace', () => {
    test('is there to be read, or is kept from being made', async () => {
      mkdirSync(join(workspace, '.git'));
      writeFileSync(join(workspace, '.git', 'config'), 'kept');
      const script =
        'cat .git/config; echo x > .git/config; mkdir .git/hooks; mkdir -p .codex/x; mv .git g; echo x > .aws';
      expect((await run(script)).text).toBe('kept');
      expect(readdirSync(workspace)).toContain('.git');
      expect(readdirSync(join(workspace, '.git'))).toEqual(['config']);
    });

    test('stays protected while another process still needs it, and leaves no trace', async () => {
      const long = await start('echo ready; read line; mkdir .codex/x || echo protected', {
        pipeStdin: true,
      });
      await server.waitForEvent(
        ({ method, params }) => method === 'process/output' && params.processId === long,
      );
      await run('true');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await server.request('process/write', { processId: long, chunk: 'Cg==', writeId: '1' });
      expect((await server.outcome(long)).stdout).toContain('protected');
      for (let tries = 0; readdirSync(workspace).length > 0 && tries < 50; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(readdirSync(workspace)).toEqual([]);
    });

    test('cannot be moved away with the folder above it', async () => {
      mkdirSync(join(workspace, 'conf'));
      writeFileSync(join(workspace, 'conf', 'prod'), 'kept');
      const sandbox = managed(workspace, [
        ...WORKSPACE_WRITE_RULES,
        pathRule(join(workspace, 'conf', 'prod'), 'read'),
      ]);
      await run('mv conf other; mkdir conf; echo x > conf/prod; echo ok > conf/new', { sandbox });
      expect(visible(workspace)).toEqual(['conf']);
      expect(readdirSync(join(workspace, 'conf')).sort()).toEqual(['new', 'prod']);
    });

    test('is refused when it is a link that the process could change', async () => {
      mkdirSync(join(workspace, 'real'));
      symlinkSync('real', join(workspace, '.git'));
      await expect(start('true')).rejects.toMatchObject({
        code: -32603,
        message: expect.stringContaining('filesystem sandbox cannot be enforced on this executor'),
      });
    });
  });

  test('does not see what is denied', async () => {
    writeFileSync(join(workspace, 'key'), 'secret');
    writeFileSync(join(workspace, 'a.pem'), 'secret');
    mkdirSync(join(workspace, 'vault'));
    writeFileSync(join(workspace, 'vault', 'key'), 'secret');
    const sandbox = managed(workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(join(workspace, 'key'), 'deny'),
      pathRule(join(workspace, 'vault'), 'none'),
      { path: { type: 'glob_pattern', pattern: '**/*.pem' }, access: 'deny' },
    ]);
    const script =
      'cat key vault/key *.pem; ls vault; rm -rf vault key; chmod 777 key vault; cat key; echo done';
    expect((await run(script, { sandbox })).text).toBe('done\n');
    expect(visible(workspace)).toEqual(['a.pem', 'key', 'vault']);
  });

  test('keeps the network where it is allowed, and nothing else', async () => {
    const sandbox = managed(workspace, WORKSPACE_WRITE_RULES, 'enabled');
    const port = new URL(server.url).port;
    const script = `exec 3<> /dev/tcp/127.0.0.1/${port} && echo connected; echo x > ../x; echo $?`;
    expect((await run(script, { sandbox })).text).toBe('connected\n1\n');
  });

  test.each([
    [{ argv: ['/nope/x'] }, 127],
    [{ argv: ['nope-x'] }, 127],
  ])('that has no program says so: %j', async (more, exitCode) => {
    const outcome = await run('', more);
    expect(outcome).toMatchObject({ exitCode });
    expect(outcome.stderr).toContain('No such file or directory');
  });

  test.each([
    [{ cwd: 'file:///nope' }, 'No such file or directory (os error 2)'],
    [{ argv: [''] }, 'missing program for pipe spawn'],
    [{ env: { 'A=B': 'x' } }, 'equals sign'],
    [{ env: { A: 'x\0--bind\0/\0/' } }, 'NUL'],
    [
      { sandbox: managed('/', [pathRule('/usr', 'read')]), cwd: 'file:///tmp' },
      'working directory',
    ],
    [{ sandbox: managed('/', [pathRule('/', 'read'), pathRule('/proc', 'write')]) }, 'kernel'],
  ])('is refused: %j', async (more, text) => {
    await expect(start('true', more)).rejects.toMatchObject({
      code: -32603,
      message: expect.stringContaining(text),
    });
  });
});

/** Without what stands for protected folders until the sandbox is over. */
const visible = (folder: string) =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();

describe('without bubblewrap', () => {
  let server: ExecServerHarness;

  beforeAll(async () => {
    server = await execServer({ mode: 'daemon', args: ['--bwrap-path', '/nowhere/bwrap'] });
  });

  afterAll(async () => {
    await server.shutdown();
  });

  test('what is to be confined is refused with what to install, and its id stays free', async () => {
    for (const sandbox of [readOnly('/'), workspaceWrite('/')]) {
      const start = server.startProcess({ processId: 'p', argv: ['true'], sandbox });
      await expect(start).rejects.toMatchObject({
        code: -32603,
        message: expect.stringMatching(
          /^filesystem sandbox cannot be enforced on this executor: bubblewrap was not found at `\/nowhere\/bwrap`; install it .*apt-get install bubblewrap/,
        ),
      });
    }
    await server.startProcess({ processId: 'p', argv: ['true'] });
  });

  test('what asks for no confinement runs', async () => {
    const id = await server.startProcess({ argv: ['echo', 'free'], sandbox: DISABLED });
    expect((await server.outcome(id)).stdout).toBe('free\n');
  });
});

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client, RunOptions } from '../../../src/client/index.js';
import type { EnvPolicy } from '../../../src/protocol/process.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';

const PATH = '/usr/bin:/bin';

let server: ExecServerHarness;
let client: Client;
let directory: string;

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'exec server ü ')));
  writeFileSync(join(directory, 'plain-file'), '');
  server = await execServer({
    mode: 'daemon',
    env: { SERVER_VARIABLE: 'inherited', API_TOKEN: 'secret', LANG: 'C.UTF-8' },
  });
  client = await server.client();
});

afterAll(async () => {
  await server.shutdown();
  rmSync(directory, { recursive: true });
});

const start = (params: object): Promise<unknown> =>
  server.request('process/start', {
    processId: 'refused',
    argv: ['true'],
    cwd: 'file:///',
    env: { PATH },
    tty: false,
    ...params,
  });

/** To the end, by a client: what the program sees is the same for all. */
const run = (argv: readonly string[], options: RunOptions = {}) => {
  const [file = '', ...args] = argv;
  const defaults = { env: { PATH }, extendEnv: false, stripFinalNewline: false };
  return client.run(file, args, { ...defaults, ...options });
};

describe('process/start', () => {
  test('replies with the id and sandboxType none before any event', async () => {
    const processId = 'any text, also "quotes" and ünïcode';
    expect(await start({ processId, argv: ['echo', 'hi'] })).toEqual({
      processId,
      sandboxType: 'none',
    });
    expect(await outcome(server, processId)).toMatchObject({ stdout: 'hi\n', seqs: [1, 2, 3] });
  });

  test('numbers output, exited and closed without a gap', async () => {
    const id = await startProcess(server, {
      argv: ['bash', '-c', 'echo out; echo err >&2; exit 7'],
    });
    expect(await outcome(server, id)).toMatchObject({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 7,
      seqs: [1, 2, 3, 4],
    });
    const own = server.events.filter(({ params }) => params.processId === id);
    expect(own.slice(-2)).toEqual([
      {
        method: 'process/exited',
        params: { processId: id, seq: 3, exitCode: 7, sandboxDenied: false },
      },
      { method: 'process/closed', params: { processId: id, seq: 4 } },
    ]);
  });

  test('runs in the directory of the cwd URI, with spaces and non-ASCII characters', async () => {
    const cwd = pathToFileURL(directory).href;
    expect((await run(['pwd'], { cwd })).stdout).toBe(`${directory}\n`);
    expect((await run(['pwd'], { cwd, tty: true })).stdout).toBe(`${directory}\r\n`);
  });

  test.each([false, true])('shows the program its arg0 (tty: %s)', async (tty) => {
    const { stdout } = await run(['bash', '-c', 'echo $0', 'x'], { tty });
    expect(stdout).toMatch(/^x\r?\n$/);
    const options = { argv0: 'other name', tty };
    const named = await run(['sh', '-c', 'cat /proc/$$/cmdline'], options);
    expect(named.stdout).toMatch(/^other name\0/);
  });

  test('passes exactly the environment of the client', async () => {
    const { stdout } = await run(['env'], { env: { PATH, ONLY: 'this', EMPTY: '' } });
    expect(stdout.trim().split('\n').sort()).toEqual(['EMPTY=', 'ONLY=this', `PATH=${PATH}`]);
  });

  test('adds the variables of the server that envPolicy allows', async () => {
    const envPolicy: EnvPolicy = {
      inherit: 'all',
      ignoreDefaultExcludes: false,
      exclude: ['LANG'],
      set: { SET_KEY: 'set' },
      includeOnly: [],
    };
    const { stdout } = await run(['env'], { env: { MINE: '1' }, envPolicy });
    expect(stdout).toContain('SERVER_VARIABLE=inherited\n');
    expect(stdout).toContain('SET_KEY=set\n');
    expect(stdout).toContain('MINE=1\n');
    expect(stdout).not.toContain('API_TOKEN');
    expect(stdout).not.toContain('LANG=');
  });

  test('gives an empty stdin and pipes for output without pipeStdin', async () => {
    const script =
      'cat; for fd in 0 1 2; do readlink -f /proc/$$/fd/$fd; done; stat -Lc %F /dev/fd/1';
    const { stdout } = await run(['bash', '-c', script]);
    expect(stdout.split('\n')[0]).toBe('/dev/null');
    expect(stdout).toContain('fifo');
    const copies = await run(['bash', '-c', 'echo x > /dev/stderr; echo y | tee /dev/stdout']);
    expect(copies).toMatchObject({ stdout: 'y\ny\n', stderr: 'x\n', exitCode: 0 });
  });

  test('gives a terminal of 24 rows and 80 columns with tty', async () => {
    const { stdout } = await run(['bash', '-c', 'tty; stty size; echo err >&2'], { tty: true });
    expect(stdout).toMatch(/^\/dev\/pts\/\d+\r\n24 80\r\nerr\r\n$/);
  });

  test('keeps a process id in use until its start fails', async () => {
    await expect(start({ processId: 'again', argv: ['/nope'] })).rejects.toMatchObject({
      code: -32_603,
    });
    await start({ processId: 'again' });
    await expect(start({ processId: 'again' })).rejects.toMatchObject({
      code: -32_600,
      message: 'process again already exists',
    });
  });

  test('runs one of five pipelined starts with one id', async () => {
    const starts = Array.from({ length: 5 }, () => start({ processId: 'contested' }));
    const results = await Promise.allSettled(starts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  const none = 'No such file or directory (os error 2)';
  test.each([
    ['a missing program', { argv: ['nope-nope'] }, none, 'nope-nope'],
    ['a missing program path', { argv: ['/nope/nope'] }, none, '/nope/nope'],
    ['a missing directory', { cwd: 'file:///nope' }, none, 'directory `/nope`'],
    [
      'a file as directory',
      { cwd: 'file:///etc/passwd' },
      'Not a directory (os error 20)',
      '/etc/passwd',
    ],
    [
      'a file that is not executable',
      { argv: ['/etc/passwd'] },
      'Permission denied (os error 13)',
      '/etc/passwd',
    ],
    ['a directory as program', { argv: ['/tmp'] }, 'Permission denied (os error 13)', '/tmp'],
    [
      'too long an argument',
      { argv: ['true', 'x'.repeat(200_000)] },
      'Argument list too long (os error 7)',
      '',
    ],
  ])(
    'fails with %s alike on pipes and terminals and names the cause',
    async (_, params, text, culprit) => {
      for (const tty of [false, true]) {
        await expect(start({ ...params, tty })).rejects.toMatchObject({
          code: -32_603,
          message: expect.stringMatching(new RegExp(`^${quoted(text)}.*${quoted(culprit)}`, 's')),
        });
      }
    },
  );

  test.each([
    [{ argv: [''] }, -32_603, 'missing program for pipe spawn'],
    [{ argv: [''], tty: true }, -32_603, 'missing program for PTY spawn'],
    [{ argv: ['a\0'] }, -32_603, 'nul byte found in provided data'],
    [{ arg0: 'a\0' }, -32_603, 'nul byte found in provided data'],
    [{ env: { A: '\0' } }, -32_603, 'data provided contains a nul byte'],
    [{ argv: [] }, -32_602, 'argv must not be empty'],
    [
      { cwd: 'file://h/x' },
      -32_602,
      "cwd URI `file://h/x` is not valid on this exec-server host: 'file://h/x' is invalid on 'linux'",
    ],
    [
      { argv: [], cwd: 'file:///C:/x' },
      -32_602,
      "cwd URI `file:///C:/x` is not valid on this exec-server host: 'file:///C:/x' is invalid on 'linux'",
    ],
  ])('rejects %j', async (params, code, message) => {
    await expect(start(params)).rejects.toMatchObject({ code, message });
  });

  test('ignores fields without effect on Linux', async () => {
    const params = {
      processId: 'decorated',
      metadata: { threadId: '01a202bf-c601-7ea2-8e0e-2742aba68b52', toolCallId: null },
      enforceManagedNetwork: true,
      managedNetwork: { loopbackPorts: [1], allowLocalBinding: true },
      shellSnapshot: { scopeId: 's', shell: { name: 'bash', path: '/bin/bash' } },
      sandbox: null,
      futureField: [{}],
    };
    expect(await start(params)).toEqual({ processId: 'decorated', sandboxType: 'none' });
  });

  test('fails with a script without an interpreter alike on pipes and terminals', async () => {
    const script = join(directory, 'bad-interpreter');
    writeFileSync(script, '#!/nope/interpreter\n', { mode: 0o755 });
    for (const tty of [false, true]) {
      await expect(start({ argv: [script], tty })).rejects.toMatchObject({
        code: -32_603,
        message: expect.stringContaining(none),
      });
    }
  });
});

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

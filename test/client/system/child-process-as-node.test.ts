import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { isNativeError } from 'node:util/types';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/client.js';
import { connect } from '../../../src/client/connect.js';
import { pidKind, testedServerUrl, testServer } from './tested-server.js';

let client: Client;

beforeAll(async () => {
  client = await connect(await testedServerUrl());
});

afterAll(async () => {
  await client.close();
});

type Spawn = (file: string, args?: readonly string[], options?: SpawnOptions) => ChildProcess;
type Case = (spawn: Spawn) => unknown;

/** All that a child process has told when it is closed, without what differs from run to run. */
const story = async (child: ChildProcess, drive?: (child: ChildProcess) => unknown) => {
  const events: unknown[] = [];
  for (const name of ['spawn', 'error', 'exit', 'close']) {
    child.on(name, (...details: unknown[]) => {
      const { pid, exitCode, signalCode } = child;
      events.push([name, ...details.map(plain), pidKind(pid), exitCode, signalCode]);
    });
  }
  child.stdout?.once('data', () => events.length === 0 && events.push('data before spawn'));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const stdout = child.stdout && text(child.stdout);
  const stderr = child.stderr && text(child.stderr);
  const driven = await drive?.(child);
  await closed;
  const { spawnfile, spawnargs, killed, connected, stdio } = child;
  const streams = stdio.map((stream) => stream !== null);
  return {
    events,
    stdout: await stdout,
    stderr: await stderr,
    driven,
    ...{ spawnfile, spawnargs, killed, connected, streams },
  };
};

const plain = (detail: unknown): unknown =>
  isNativeError(detail) ? { ...detail, name: detail.name, message: detail.message } : detail;

const sh = (spawn: Spawn, script: string, options?: SpawnOptions): ChildProcess =>
  spawn('sh', ['-c', script], options);

const CASES: Record<string, Case> = {
  'an exit code': (spawn) => story(sh(spawn, 'exit 7')),
  'output on both streams': (spawn) => story(sh(spawn, 'echo out; echo err >&2')),
  'no arguments': (spawn) => story(spawn('true')),
  'options in place of arguments': (spawn) =>
    story((spawn as unknown as (f: string, o: SpawnOptions) => ChildProcess)('pwd', { cwd: '/' })),
  'a working directory and an environment': (spawn) =>
    story(
      sh(spawn, 'pwd; echo $A-$B', {
        cwd: '/',
        env: { A: 'a', B: undefined, PATH: process.env.PATH },
      }),
    ),
  'a shell': (spawn) => story(spawn('echo $((6 * 7)) |', ['cat'], { shell: true })),
  'a shell of its own': (spawn) => story(spawn('echo $0', [], { shell: '/bin/bash' })),
  argv0: (spawn) => story(spawn('sh', ['-c', 'echo $0'], { argv0: 'renamed' })),
  'input and its end': (spawn) =>
    story(spawn('cat'), (child) => {
      child.stdin?.write('one ');
      child.stdin?.end('two');
    }),
  'binary input and output of 1 MiB': async (spawn) => {
    const child = spawn('cat', [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const bytes = Buffer.alloc(1024 * 1024, 'binary \xff\x00', 'latin1');
    child.stdin?.end(bytes);
    return (await buffer(child.stdout as NodeJS.ReadableStream)).equals(bytes);
  },
  'input after the exit': (spawn) =>
    story(spawn('true'), async (child) => {
      await once(child, 'exit');
      return [child.stdin?.destroyed, child.stdin?.write('x', () => undefined)];
    }),
  'input that the process does not take': (spawn) =>
    story(sh(spawn, 'exec 0<&-; echo closed; exec sleep 60'), async (child) => {
      await once(child.stdout as PassThrough, 'data');
      child.stdin?.write('x');
      const [error] = await once(child.stdin as PassThrough, 'error');
      child.kill('SIGKILL');
      return {
        code: error.code,
        message: error.message,
        syscall: error.syscall,
        errno: error.errno,
      };
    }),
  'output that nobody reads': async (spawn) => {
    const child = sh(spawn, 'echo unread');
    return await once(child, 'close');
  },
  'ignored streams': (spawn) => story(sh(spawn, 'cat; echo out', { stdio: 'ignore' })),
  'a stream of this program': async (spawn) => {
    const own = new PassThrough();
    const child = sh(spawn, 'echo to a stream', { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout?.pipe(own);
    return await text(own);
  },
  'kill by default': (spawn) =>
    story(spawn('sleep', ['60']), (child) => [child.kill(), child.killed, child.kill(0)]),
  'kill by name and number': async (spawn) => [
    await story(spawn('sleep', ['60']), (child) => child.kill('SIGKILL')),
    await story(spawn('sleep', ['60']), (child) => child.kill(2)),
  ],
  'an exit code above 128': (spawn) => story(sh(spawn, 'exit 143')),
  'kill after the exit': (spawn) =>
    story(spawn('true'), async (child) => {
      await once(child, 'exit');
      return [child.kill(), child.killed, child.kill(0)];
    }),
  'a signal that does not exist': (spawn) => {
    const child = spawn('true');
    return child.kill('SIGNOPE' as 'SIGTERM');
  },
  'a time-out': (spawn) => story(spawn('sleep', ['60'], { timeout: 50 })),
  'a time-out with a signal': (spawn) =>
    story(spawn('sleep', ['60'], { timeout: 50, killSignal: 'SIGKILL' })),
  'a program that does not exist': (spawn) => story(spawn('/no/such/program', ['a', 'b'])),
  'a program that is not executable': (spawn) => story(spawn('/etc/passwd')),
  'a working directory that does not exist': (spawn) =>
    story(spawn('ls', { cwd: '/missing' } as never)),
  'an empty program': (spawn) => spawn(''),
  'a program with a null byte': (spawn) => spawn('a\0'),
  'a program that is no text': (spawn) => spawn(7 as unknown as string),
  'a stdio that does not exist': (spawn) => spawn('true', [], { stdio: 'nope' as 'pipe' }),
};

const outcomeOf = async (run: Case, spawn: Spawn): Promise<unknown> => {
  try {
    return await run(spawn);
  } catch (error) {
    return { thrown: (error as Error).name, code: (error as NodeJS.ErrnoException).code };
  }
};

describe('client.spawn does as child_process.spawn', () => {
  for (const [title, run] of Object.entries(CASES)) {
    testServer(title, async () => {
      const node = await outcomeOf(run, spawn as Spawn);
      const remote = await outcomeOf(run, ((...args: Parameters<Client['spawn']>) =>
        client.spawn(...args)) as Spawn);

      expect(remote).toEqual(node);
    });
  }
});

describe('client.spawn differs from child_process.spawn', () => {
  testServer('a signal goes to the process group', async () => {
    const child = client.spawn('sh', ['-c', 'sleep 60 & echo started; wait']);
    await once(child.stdout as PassThrough, 'data');
    child.kill();

    // Not before what holds the output open has ended too.
    expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
  });

  testServer(
    'a start that the system refuses in any other way is an event, where Node throws',
    async () => {
      const child = client.spawn('true', ['x'.repeat(200_000)]);

      expect((await once(child, 'error').catch(([error]) => [error]))[0]).toMatchObject({
        code: 'E2BIG',
        syscall: 'spawn true',
      });
    },
  );

  test.each<[string, object]>([
    ['a further descriptor', { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] }],
    ['an IPC channel', { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] }],
    ['a descriptor of this program', { stdio: [9] }],
    ['detached', { detached: true }],
    ['uid', { uid: 1 }],
    ['gid', { gid: 1 }],
    ['serialization', { serialization: 'advanced' }],
  ])('%s is refused', (_, options) => {
    expect(() => client.spawn('true', [], options)).toThrow(
      expect.objectContaining({ code: 'ERR_UNSUPPORTED_BY_PROTOCOL' }),
    );
  });
});

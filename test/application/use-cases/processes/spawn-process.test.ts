import { describe, expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../../src/domain/errors.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../../src/domain/processes/process-control.js';
import { fault } from '../../../support/fault.js';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const FOREIGN = { asSent: 'file:///C:/x', path: undefined };

describe('SpawnProcess', () => {
  test('passes program, arguments, directory, environment and streams to the runner', async () => {
    const harness = new UseCaseHarness();
    await harness.open().start('p', {
      argv: ['sh', '-c', 'exit'],
      arg0: '-sh',
      cwd: { asSent: 'file:///srv/a%20b', path: '/srv/a b' },
      env: { A: '1' },
      terminal: { columns: 80, rows: 24 },
      pipeStdin: true,
    });

    expect(harness.runner.asked).toEqual([
      {
        argv: ['sh', '-c', 'exit'],
        arg0: '-sh',
        cwd: '/srv/a b',
        env: { A: '1' },
        terminal: DEFAULT_TERMINAL_SIZE,
        pipeStdin: true,
        confinement: undefined,
      },
    ]);
  });

  test('uses pipes, no stdin and no arg0 by default', async () => {
    const harness = new UseCaseHarness();
    await harness.open().start('p');

    expect(harness.runner.asked).toMatchObject([
      { terminal: undefined, pipeStdin: false, arg0: undefined },
    ]);
  });

  test('uses exactly the variables of the client when there is no policy', async () => {
    const harness = new UseCaseHarness();
    harness.host.environment = () => {
      throw new Error('the environment of the server was read');
    };
    await harness.open().start('p', { env: { A: '1' } });

    expect(harness.runner.latest.spec.env).toEqual({ A: '1' });
  });

  test('builds the environment from that of the server when there is a policy', async () => {
    const harness = new UseCaseHarness();
    harness.host.variables = { PATH: '/bin', API_KEY: 'secret', HOME: '/root' };
    const envPolicy = {
      inherit: 'all' as const,
      ignoreDefaultExcludes: false,
      exclude: ['HOME'],
      set: { SET: '1' },
      includeOnly: [],
    };
    await harness.open().start('p', { env: { A: '1' }, envPolicy });

    expect(harness.runner.latest.spec.env).toEqual({ PATH: '/bin', SET: '1', A: '1' });
  });

  test('replies once the program runs', async () => {
    const harness = new UseCaseHarness();
    const release = harness.runner.holdStarts();
    const start = harness.open().start('p');
    expect(await isPending(start)).toBe(true);
    release();

    await expect(start).resolves.toBe('p');
  });

  test('sends the events of the process under its id', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    harness.runner.latest.output('out');
    harness.runner.latest.output('err', 'stderr');
    harness.runner.latest.end(5);

    expect(client.events).toEqual([
      { kind: 'output', processId: 'p', seq: 1, stream: 'stdout', bytes: Buffer.from('out') },
      { kind: 'output', processId: 'p', seq: 2, stream: 'stderr', bytes: Buffer.from('err') },
      {
        kind: 'exited',
        processId: 'p',
        seq: 3,
        exitCode: 5,
        signal: undefined,
        exitedAtMs: 0,
        sandboxDenied: false,
      },
      { kind: 'closed', processId: 'p', seq: 4 },
    ]);
  });
});

describe('SpawnProcess that fails', () => {
  test('reports the reason and frees the id', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    harness.runner.failNext(new SpawnFailed('No such file or directory (os error 2)'));
    await expect(client.start('p')).rejects.toEqual(
      fault('failed', 'No such file or directory (os error 2)'),
    );

    await expect(client.read('p')).rejects.toThrow('unknown process id p');
    await expect(client.start('p')).resolves.toBe('p');
  });
});

describe('SpawnProcess with an id in use', () => {
  const taken = fault('invalid-request', 'process p already exists');

  test('is refused while the process runs and after its exit', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    await expect(client.start('p')).rejects.toEqual(taken);
    harness.runner.latest.exit();

    await expect(client.start('p')).rejects.toEqual(taken);
    expect(harness.runner.asked).toHaveLength(1);
  });

  test('is refused while the process starts: one of three pipelined starts runs', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => client.start('p')));

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(harness.runner.asked).toHaveLength(1);
  });

  test('is accepted in another session', async () => {
    const harness = new UseCaseHarness();
    await harness.open().start('p');

    await expect(harness.open().start('p')).resolves.toBe('p');
  });

  test('is refused before the confinement is checked', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    const sandbox = {
      permissions: { type: 'disabled' },
      cwd: undefined,
      workspaceRoots: [],
    } as const;
    const restrictions = { sandbox, networkProxy: undefined, enforceManagedNetwork: true };

    await expect(client.start('p', { restrictions })).rejects.toEqual(taken);
  });
});

describe('SpawnProcess with an invalid command', () => {
  test('is refused for an empty argv', async () => {
    const harness = new UseCaseHarness();

    await expect(harness.open().start('p', { argv: [] })).rejects.toEqual(
      fault('invalid-argument', 'argv must not be empty'),
    );
    expect(harness.runner.asked).toEqual([]);
  });

  test('is refused for a cwd of another operating system', async () => {
    const harness = new UseCaseHarness();

    await expect(harness.open().start('p', { cwd: FOREIGN })).rejects.toMatchObject({
      code: 'invalid-argument',
      details: { foreignPath: 'file:///C:/x', argument: 'cwd' },
    });
    expect(harness.runner.asked).toEqual([]);
  });

  test('checks cwd first, then argv, then the id', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');

    await expect(client.start('p', { argv: [], cwd: FOREIGN })).rejects.toThrow(
      'another kind of host',
    );
    await expect(client.start('p', { argv: [] })).rejects.toThrow('argv must not be empty');
    await expect(client.start('p')).rejects.toThrow('process p already exists');
  });
});

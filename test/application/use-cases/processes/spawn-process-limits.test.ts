import { describe, expect, test } from '@jest/globals';
import type { Limits } from '../../../../src/application/limits/limits.js';
import type {
  EntryAccess,
  SandboxPolicy,
  SpecialPlace,
} from '../../../../src/domain/sandbox/sandbox-policy.js';
import { SandboxRefused } from '../../../../src/domain/sandbox/sandbox-refused.js';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const RETENTION_MS = 80_000;

const SANDBOX = {
  permissions: { type: 'external', network: 'restricted' },
  cwd: undefined,
  workspaceRoots: [],
} as const;

const UNMANAGED = { sandbox: undefined, networkProxy: undefined, enforceManagedNetwork: false };

const managed = (
  ...places: readonly { readonly kind: SpecialPlace; readonly access: EntryAccess }[]
): SandboxPolicy => ({
  permissions: {
    type: 'managed',
    files: places.map(({ kind, access }) => ({
      place: { type: 'special', kind, subpath: undefined },
      access,
    })),
    network: 'restricted',
  },
  cwd: undefined,
  workspaceRoots: [],
});

describe('SpawnProcess confinement', () => {
  test('passes the compiled policy to the runner, with the cwd and the TMPDIR of the process', async () => {
    const harness = new UseCaseHarness();
    const sandbox = managed(
      { kind: 'current_working_directory', access: 'deny' },
      { kind: 'tmpdir', access: 'read' },
    );
    await harness.open().start('p', {
      cwd: { asSent: 'file:///srv', path: '/srv' },
      env: { TMPDIR: '/var/own' },
      restrictions: { ...UNMANAGED, sandbox },
    });

    const { confinement } = harness.runner.latest.spec;
    expect(confinement?.network).toBe('restricted');
    expect(confinement?.files?.rules).toEqual(
      expect.arrayContaining([
        { path: '/srv', access: 'deny' },
        { path: '/var/own', access: 'read' },
      ]),
    );
  });

  test('passes no confinement to the runner for a policy that restricts nothing', async () => {
    const harness = new UseCaseHarness();
    const sandbox = { ...SANDBOX, permissions: { type: 'disabled' } } as const;
    await harness.open().start('p', { restrictions: { ...UNMANAGED, sandbox } });

    expect(harness.runner.latest.spec.confinement).toBeUndefined();
  });

  test('refuses a policy that cannot be interpreted without a start, and frees the id', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const sandbox = managed({ kind: 'minimal', access: 'deny' });

    await expect(
      client.start('p', { restrictions: { ...UNMANAGED, sandbox } }),
    ).rejects.toBeInstanceOf(SandboxRefused);
    expect(harness.runner.asked).toEqual([]);
    await expect(client.start('p')).resolves.toBe('p');
  });

  test('refuses a network proxy without a start where there is none', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const restrictions = { ...UNMANAGED, sandbox: SANDBOX, enforceManagedNetwork: true };

    await expect(client.start('p', { restrictions })).rejects.toEqual(
      fault('failed', 'managed network proxy cannot be enforced on this executor'),
    );
    expect(harness.runner.asked).toEqual([]);
    await expect(client.start('p')).resolves.toBe('p');
  });

  test('ignores enforceManagedNetwork without a sandbox and a proxy', async () => {
    const client = new UseCaseHarness().open();
    const restrictions = { ...UNMANAGED, enforceManagedNetwork: true };
    await expect(client.start('p', { restrictions })).resolves.toBe('p');
  });

  test.each([
    [SANDBOX, 1, true],
    [SANDBOX, 0, false],
    [undefined, 1, false],
  ])(
    'reports sandboxDenied for a failure with a sandbox only: %j and exit code %d',
    async (sandbox, exitCode, denied) => {
      const harness = new UseCaseHarness();
      const client = harness.open();
      await client.start('p', { restrictions: { ...UNMANAGED, sandbox } });
      harness.runner.latest.output('sh: Permission DENIED');
      harness.runner.latest.exit(exitCode);

      expect(await client.read('p')).toMatchObject({ exit: { exitCode, sandboxDenied: denied } });
    },
  );
});

describe('SpawnProcess limit of processes per session', () => {
  test('refuses one more without a start and keeps its id free', async () => {
    const harness = new UseCaseHarness({ maxProcessesPerSession: 2 });
    const client = harness.open();
    await client.start('a');
    await client.start('b');

    await expect(client.start('c')).rejects.toEqual(
      fault('failed', 'too many processes: a session keeps at most 2'),
    );
    expect(harness.runner.asked).toHaveLength(2);
    expect(client.session.processCount).toBe(2);
  });

  test('counts starting processes', async () => {
    const harness = new UseCaseHarness({ maxProcessesPerSession: 1 });
    const client = harness.open();
    harness.runner.holdStarts();
    client.start('a');

    await expect(client.start('b')).rejects.toThrow('too many processes');
  });

  test('applies to each session separately', async () => {
    const harness = new UseCaseHarness({ maxProcessesPerSession: 1 });
    await harness.open().start('a');

    await expect(harness.open().start('a')).resolves.toBe('a');
  });

  test('counts closed processes until they are removed', async () => {
    const harness = new UseCaseHarness({ maxProcessesPerSession: 1 });
    const client = harness.open();
    await client.start('a');
    harness.runner.latest.end();
    await expect(client.start('b')).rejects.toThrow('too many processes');
    harness.clock.advance(RETENTION_MS);

    await expect(client.start('b')).resolves.toBe('b');
  });
});

describe('Closed process', () => {
  test('can be read for 80 s and is unknown then, however often it is read', async () => {
    const { harness, client } = await closed();
    for (let ms = 0; ms < RETENTION_MS - 1; ms += 9999) {
      expect((await client.read('p')).closed).toBe(true);
      harness.clock.advance(Math.min(9999, RETENTION_MS - 1 - ms));
    }

    expect((await client.read('p')).closed).toBe(true);
    await expect(client.start('p')).rejects.toThrow('process p already exists');
    harness.clock.advance(1);
    await expect(client.read('p')).rejects.toThrow('unknown process id p');
  });

  test('is unknown to every request after its retention, and its id is free', async () => {
    const { harness, client } = await closed();
    harness.clock.advance(RETENTION_MS);

    expect(await client.write('p', 'x')).toBe('unknownProcess');
    expect(await client.terminate('p')).toBe(false);
    await expect(client.start('p')).resolves.toBe('p');
  });

  test('stays while its session is detached, and its retention starts anew at a resume', async () => {
    const { harness, client } = await closed({ sessionTtlMs: 10 * RETENTION_MS });
    harness.clock.advance(RETENTION_MS - 1);
    client.drop();
    harness.clock.advance(5 * RETENTION_MS);
    const second = harness.resume(client.sessionId);
    harness.clock.advance(RETENTION_MS - 1);
    expect((await second.read('p')).closed).toBe(true);
    harness.clock.advance(1);

    await expect(second.read('p')).rejects.toThrow('unknown process id p');
  });

  test('is kept until the resume when it closed while its session was detached', async () => {
    const harness = new UseCaseHarness({ sessionTtlMs: 10 * RETENTION_MS });
    const client = harness.open();
    await client.start('p');
    client.drop();
    harness.runner.latest.output('unread');
    harness.runner.latest.end();
    harness.clock.advance(5 * RETENTION_MS);

    const { chunks } = await harness.resume(client.sessionId).read('p');
    expect(chunks.map(({ bytes }) => String(Buffer.from(bytes)))).toEqual(['unread']);
  });

  test('is kept for closedProcessRetentionMs', async () => {
    const harness = new UseCaseHarness({ closedProcessRetentionMs: 5 });
    const client = harness.open();
    await client.start('p');
    harness.runner.latest.end();
    harness.clock.advance(5);

    await expect(client.read('p')).rejects.toThrow('unknown process id p');
  });
});

test('a process that has exited but not closed is kept without limit', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.exit(3);
  harness.clock.advance(100 * RETENTION_MS);

  expect(await client.read('p')).toMatchObject({ exit: { exitCode: 3 }, closed: false });
});

const closed = async (limits: Partial<Limits> = {}) => {
  const harness = new UseCaseHarness(limits);
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.end();
  return { harness, client };
};

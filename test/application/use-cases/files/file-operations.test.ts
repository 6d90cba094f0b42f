import { expect, test } from '@jest/globals';
import type { FileSystem } from '../../../../src/application/ports/file-system.js';
import type { FileSystemProvider } from '../../../../src/application/ports/file-system-provider.js';
import { FileOperations } from '../../../../src/application/use-cases/files/file-operations.js';
import type { Confinement } from '../../../../src/domain/sandbox/confinement.js';
import type { SandboxPolicy } from '../../../../src/domain/sandbox/sandbox-policy.js';
import { FakeHost } from '../../../fakes/fake-host.js';
import { Deferred } from '../../../support/deferred.js';
import { isPending } from '../../../support/is-pending.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const NO_FILES = {} as FileSystem;

const setUp = () => {
  const harness = new UseCaseHarness();
  return { harness, access: new FileOperations({ forSandbox: () => NO_FILES }, new FakeHost()) };
};

test('FileOperations runs the requests of one connection in the order they were received', async () => {
  const { harness, access } = setUp();
  const { connection } = harness.open();
  const gate = new Deferred();
  const done: string[] = [];
  const answers = [
    access.run(connection, undefined, () => gate.promise.then(() => done.push('slow'))),
    access.run(connection, undefined, async () => done.push('quick')),
  ];
  await settled();
  expect(done).toEqual([]);
  gate.resolve();
  await Promise.all(answers);

  expect(done).toEqual(['slow', 'quick']);
});

test('FileOperations of one connection block neither another connection nor a process', async () => {
  const { harness, access } = setUp();
  const [one, other] = [harness.open(), harness.open()];
  const stuck = access.run(one.connection, undefined, () => new Deferred().promise);

  expect(await access.run(other.connection, undefined, async () => 'read')).toBe('read');
  expect(await one.start('p')).toBe('p');
  expect(one.reportStatus()).toBe('ready');
  expect(await isPending(stuck)).toBe(true);
});

test('FileOperations does not begin a queued request once its connection has closed', async () => {
  const { harness, access } = setUp();
  const client = harness.open();
  const gate = new Deferred();
  const done: string[] = [];
  const first = access.run(client.connection, undefined, () =>
    gate.promise.then(() => done.push('begun')),
  );
  const second = access.run(client.connection, undefined, async () => done.push('not begun'));
  await settled();
  client.drop();
  gate.resolve();

  await first;
  await expect(second).rejects.toThrow('session has been resumed by another connection');
  expect(done).toEqual(['begun']);
});

test('FileOperations leaves no rejection unhandled when a write fails and its connection closes', async () => {
  const { harness, access } = setUp();
  const client = harness.open();
  const gate = new Deferred();
  const unhandled: unknown[] = [];
  const note = (error: unknown): number => unhandled.push(error);
  process.on('unhandledRejection', note);
  try {
    const first = access.write(client.connection, undefined, () => gate.promise);
    const second = access.write(client.connection, undefined, async () => {
      throw new Error('not base64');
    });
    await settled();
    client.drop();
    gate.resolve();

    await first;
    await expect(second).rejects.toThrow('not base64');
    await settled();
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});

test('FileOperations refuses a request before initialize', async () => {
  const { harness, access } = setUp();
  const { connection } = harness.connect();

  await expect(access.run(connection, undefined, async () => 'never')).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});

test('FileOperations answers with the refusal of the sandbox and runs nothing', async () => {
  const { harness } = setUp();
  const { connection } = harness.open();
  const provider: FileSystemProvider = {
    forSandbox: (confinement) => {
      if (confinement !== undefined) {
        throw new Error('no such sandbox');
      }
      return NO_FILES;
    },
  };
  const access = new FileOperations(provider, new FakeHost());
  const sandbox = {
    permissions: { type: 'external', network: 'restricted' },
    cwd: undefined,
    workspaceRoots: [],
  } as const;
  const refused = access.run(connection, sandbox, async () => 'never');

  await expect(refused).rejects.toThrow('no such sandbox');
  expect(await access.run(connection, undefined, async () => 'next')).toBe('next');
});

test('FileOperations compiles the policy with its own cwd and the TMPDIR of the host', async () => {
  const { harness } = setUp();
  const { connection } = harness.open();
  const host = new FakeHost();
  host.variables = { TMPDIR: '/var/host' };
  const compiled: (Confinement | undefined)[] = [];
  const provider: FileSystemProvider = {
    forSandbox: (confinement) => {
      compiled.push(confinement);
      return NO_FILES;
    },
  };
  const special = (kind: 'tmpdir' | 'current_working_directory') =>
    ({ place: { type: 'special', kind, subpath: undefined }, access: 'deny' }) as const;
  const sandbox: SandboxPolicy = {
    permissions: {
      type: 'managed',
      files: [special('tmpdir'), special('current_working_directory')],
      network: 'enabled',
    },
    cwd: '/srv',
    workspaceRoots: [],
  };
  await new FileOperations(provider, host).run(connection, sandbox, async () => undefined);

  expect(compiled[0]?.files?.rules).toEqual([
    { path: '/var/host', access: 'deny' },
    { path: '/srv', access: 'deny' },
  ]);
});

import { expect, test } from '@jest/globals';
import type { FileSystem } from '../../../../src/application/ports/file-system.js';
import { FileOperations } from '../../../../src/application/use-cases/files/file-operations.js';
import { Deferred } from '../../../support/deferred.js';
import { isPending } from '../../../support/is-pending.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const NO_FILES = {} as FileSystem;

const bench = () => {
  const workbench = new UseCaseHarness();
  return { workbench, access: new FileOperations({ forSandbox: () => NO_FILES }) };
};

test('file requests of one connection take effect in the order in which they came', async () => {
  const { workbench, access } = bench();
  const { connection } = workbench.open();
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

test('nothing else waits for them: neither another connection nor a process', async () => {
  const { workbench, access } = bench();
  const [one, other] = [workbench.open(), workbench.open()];
  const stuck = access.run(one.connection, undefined, () => new Deferred().promise);

  expect(await access.run(other.connection, undefined, async () => 'read')).toBe('read');
  expect(await one.start('p')).toBe('p');
  expect(one.reportStatus()).toBe('ready');
  expect(await isPending(stuck)).toBe(true);
});

test('a request that has not begun when its connection goes is not begun any more', async () => {
  const { workbench, access } = bench();
  const client = workbench.open();
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

test('a request before the connection is ready is refused at once', async () => {
  const { workbench, access } = bench();
  const { connection } = workbench.connect();

  await expect(access.run(connection, undefined, async () => 'never')).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});

test('what a sandbox does not show is not done: its refusal is the answer, in its turn', async () => {
  const { workbench } = bench();
  const { connection } = workbench.open();
  const access = new FileOperations({
    forSandbox: (sandbox) => {
      if (sandbox !== undefined) {
        throw new Error('no such sandbox');
      }
      return NO_FILES;
    },
  });
  const sandbox = {
    permissions: { type: 'external', network: 'restricted' },
    cwd: undefined,
    workspaceRoots: [],
  } as const;
  const refused = access.run(connection, sandbox, async () => 'never');

  await expect(refused).rejects.toThrow('no such sandbox');
  expect(await access.run(connection, undefined, async () => 'next')).toBe('next');
});

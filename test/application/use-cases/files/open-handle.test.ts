import { expect, test } from '@jest/globals';
import { ExecServerError } from '../../../../src/domain/errors.js';
import { fault } from '../../../support/fault.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const FOLLOW = { followSymlinks: true };

const harnessWithFile = async (limits = {}): Promise<UseCaseHarness> => {
  const harness = new UseCaseHarness(limits);
  await harness.files.writeFile('/file', Buffer.from('0123456789'), FOLLOW);
  return harness;
};

test('OpenHandle opens a file under the id of the client', async () => {
  const client = (await harnessWithFile()).open();

  expect(await client.openFile('/file', 'read', 'any id')).toBe('any id');
  expect(await client.readBlock('any id', 0, 4)).toEqual({ text: '0123', isAtEnd: false });
});

test('OpenHandle with mode replace creates a file or truncates it', async () => {
  const client = (await harnessWithFile()).open();
  await client.openFile('/new', 'replace', 'w');
  await client.openFile('/file', 'replace');
  await client.openFile('/file', 'read', 'r');
  await client.openFile('/new', 'read', 'n');

  expect(await client.readBlock('r', 0, 4)).toEqual({ text: '', isAtEnd: true });
  expect(await client.readBlock('n', 0, 4)).toEqual({ text: '', isAtEnd: true });
});

test.each(['x'.repeat(33), 'é'.repeat(17)])(
  'OpenHandle refuses the id %s, above 32 bytes, as every method of handles does',
  async (id) => {
    const client = (await harnessWithFile()).open();
    const tooLong = fault('invalid-request', 'file handle ID must not exceed 32 bytes');
    await expect(client.openFile('/nope', 'read', id)).rejects.toEqual(tooLong);
    await expect(client.readBlock(id, 0, 4)).rejects.toEqual(tooLong);
    await expect(client.writeBlock(id, 0, 'x')).rejects.toEqual(tooLong);
    await expect(client.closeFile(id)).rejects.toEqual(tooLong);

    expect(await client.openFile('/file', 'read', 'é'.repeat(16))).toBe('é'.repeat(16));
  },
);

test('OpenHandle reports why a file cannot be opened and frees the id', async () => {
  const client = (await harnessWithFile()).open();
  await expect(client.openFile('/nope', 'read', 'h')).rejects.toEqual(
    fault('not-found', 'No such file or directory (os error 2)'),
  );

  expect(await client.openFile('/file', 'read', 'h')).toBe('h');
});

test('OpenHandle refuses a handle beyond maxFileHandles and does not touch the file', async () => {
  const client = (await harnessWithFile({ maxFileHandles: 1 })).open();
  await client.openFile('/file');
  await expect(client.openFile('/file', 'replace', 'h')).rejects.toEqual(
    fault('invalid-request', 'at most 1 file handles may be open per connection'),
  );

  expect(await client.readBlock('/file', 0, 4)).toEqual({ text: '0123', isAtEnd: false });
});

test('OpenHandle refuses a path of another operating system', async () => {
  await expect(new UseCaseHarness().open().openFile('/C:/x')).rejects.toEqual(
    fault('invalid-request', 'the path is of another kind of host'),
  );
});

test('OpenHandle opens nothing for a sandbox that cannot be enforced', async () => {
  const harness = await harnessWithFile();
  const command = {
    handleId: 'h',
    path: { asSent: 'file:///file', path: '/file' },
    mode: 'replace',
    sandbox: {
      permissions: { type: 'external', network: 'restricted' },
      cwd: undefined,
      workspaceRoots: [],
    },
  } as const;
  await expect(
    harness.useCases.openHandle.execute(harness.open().connection, command),
  ).rejects.toBeInstanceOf(ExecServerError);

  expect(await harness.files.readFile('/file', { ...FOLLOW, maxBytes: 100 })).toHaveLength(10);
});

test('OpenHandle is refused before initialize', async () => {
  await expect(new UseCaseHarness().connect().openFile('/file')).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});

test('OpenHandle handles belong to one connection and not to the next one of its session', async () => {
  const harness = await harnessWithFile();
  const client = harness.open();
  await client.openFile('/file');
  await expect(harness.open().readBlock('/file', 0, 1)).rejects.toThrow('unknown file handle');
  client.drop();

  const successor = harness.resume(client.sessionId);
  await expect(successor.readBlock('/file', 0, 1)).rejects.toThrow('unknown file handle');
});

test('OpenHandle handles of a client with the extensions belong to its session, and end with it', async () => {
  const harness = await harnessWithFile();
  const open = (sessionId?: string) => {
    const client = harness.connect();
    client.initialize(sessionId, {});
    client.acknowledge();
    return client;
  };
  const client = open();
  await client.openFile('/file');
  client.drop();

  const successor = open(client.sessionId);
  expect((await successor.readBlock('/file', 0, 1)).text).toHaveLength(1);
  const file = successor.connection.handles.get('/file');
  successor.endSession();
  await settled();
  await expect(file.read(0, 1)).rejects.toThrow('Bad file descriptor (os error 9)');
});

test('OpenHandle handles are closed when their connection closes', async () => {
  const harness = await harnessWithFile();
  const client = harness.open();
  await client.openFile('/file');
  const file = client.connection.handles.get('/file');
  client.drop();
  await settled();

  await expect(file.read(0, 1)).rejects.toThrow('Bad file descriptor (os error 9)');
});

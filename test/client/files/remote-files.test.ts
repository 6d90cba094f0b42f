import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { ConnectionInterrupted, UnsupportedByProtocol } from '../../../src/client/errors.js';
import { RemoteFiles } from '../../../src/client/files/remote-files.js';
import { MAX_SINGLE_WRITE_BYTES } from '../../../src/client/files/whole-file.js';
import { FakeSession, type SentRequest } from '../fake-session.js';

const FILE = {
  isDirectory: false,
  isFile: true,
  isSymlink: false,
  size: 3,
  createdAtMs: 0,
  modifiedAtMs: 1000,
};

const filesOver = (answer: (request: SentRequest) => unknown) => {
  const connection = new FakeSession(answer);
  return { connection, files: new RemoteFiles(connection) };
};

const SANDBOX = { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' } as const;

describe('an interrupted request', () => {
  const answers: Record<string, unknown> = {
    'fs/readFile': { dataBase64: '' },
    'fs/getMetadata': FILE,
    'fs/readDirectory': { entries: [] },
    'fs/walk': { entries: [], errors: [], truncated: false },
    'fs/canonicalize': { path: 'file:///f' },
  };
  test.each([
    ['writeFile', 'repeat', (files: RemoteFiles) => files.writeFile('/f', '')],
    ['stat', 'repeat', (files: RemoteFiles) => files.stat('/f')],
    ['lstat', 'repeat', (files: RemoteFiles) => files.lstat('/f')],
    ['access', 'repeat', (files: RemoteFiles) => files.access('/f')],
    ['realpath', 'repeat', (files: RemoteFiles) => files.realpath('/f')],
    ['readdir', 'repeat', (files: RemoteFiles) => files.readdir('/f')],
    ['mkdir', 'fail', (files: RemoteFiles) => files.mkdir('/f')],
    ['recursive mkdir', 'repeat', (files: RemoteFiles) => files.mkdir('/f', { recursive: true })],
    ['rm', 'fail', (files: RemoteFiles) => files.rm('/f')],
    ['forced rm', 'repeat', (files: RemoteFiles) => files.rm('/f', { force: true })],
    ['cp', 'fail', (files: RemoteFiles) => files.cp('/f', '/g')],
    ['open', 'repeat', (files: RemoteFiles) => files.open('/f', 'w')],
  ])('is repeated or fails, by its kind: %s, %s', async (_, whenInterrupted, call) => {
    const { connection, files } = filesOver(({ method }) => answers[method] ?? {});
    await call(files);

    expect(connection.sent.at(-1)?.whenInterrupted).toBe(whenInterrupted);
  });
});

describe('whole files', () => {
  test('a read whose answer was lost goes on by blocks', async () => {
    const { connection, files } = filesOver(({ method }) =>
      method === 'fs/readFile'
        ? new ConnectionInterrupted(method, 'cut')
        : { chunk: Buffer.from('hello').toString('base64'), eof: true },
    );

    expect(await files.readFile('/f', 'utf8')).toBe('hello');
    expect(connection.sent.map(({ method }) => method)).toEqual([
      'fs/readFile',
      'fs/open',
      'fs/readBlock',
      'fs/close',
    ]);
  });

  test('a read whose answer was lost is sent again without the extensions', async () => {
    const { connection, files } = filesOver(({ method }) =>
      method === 'fs/readFile' ? { dataBase64: '' } : FILE,
    );
    connection.hasExtensions = false;
    await files.readFile('/f');

    expect(connection.sent.at(-1)?.whenInterrupted).toBe('repeat');
  });

  test('what fits a frame is written by one request, and more by blocks', async () => {
    const { connection, files } = filesOver(() => ({}));
    await files.writeFile('/f', Buffer.alloc(MAX_SINGLE_WRITE_BYTES));
    await files.writeFile('/f', Buffer.alloc(MAX_SINGLE_WRITE_BYTES + 1));

    const methods = connection.sent.map(({ method }) => method);
    expect(methods.slice(0, 2)).toEqual(['fs/writeFile', 'fs/open']);
    expect(methods.filter((method) => method === 'fs/writeBlock')).toHaveLength(12);
    expect(JSON.stringify(connection.sent[0]?.params).length).toBeLessThan(16 * 1024 * 1024 - 1024);
  });

  test.each([
    ['a stream', () => Readable.from(['a', 'b'])],
    ['an iterable', () => ['a', Buffer.from('b')]],
  ])('%s is written by blocks', async (_, data) => {
    const { connection, files } = filesOver(() => ({}));
    await files.writeFile('/f', data());

    const written = connection.sent.filter(({ method }) => method === 'fs/writeBlock');
    expect(written.map(({ params }) => atob(params.chunk)).join('')).toBe('ab');
  });

  test('a file that is too large for a message is read by blocks', async () => {
    const { files } = filesOver(({ method }) =>
      method === 'fs/readFile'
        ? new Error('file is too large to read: limit is 49283072 bytes; read it by blocks')
        : { chunk: btoa('all'), eof: true },
    );

    expect(await files.readFile('/f', 'utf8')).toBe('all');
  });

  test('a server without the extensions is asked for the size before a message of any size', async () => {
    const { connection, files } = filesOver(({ method }) =>
      method === 'fs/getMetadata' ? { ...FILE, size: 2 ** 31 } : { chunk: btoa('all'), eof: true },
    );
    connection.hasExtensions = false;

    expect(await files.readFile('/f', 'utf8')).toBe('all');
    expect(connection.sent.map(({ method }) => method)).not.toContain('fs/readFile');
  });
});

describe('what the protocol cannot do', () => {
  test.each([
    ['a flag of writeFile', (f: RemoteFiles) => f.writeFile('/f', '', { flag: 'a' })],
    ['a mode of writeFile', (f: RemoteFiles) => f.writeFile('/f', '', { mode: 0o600 })],
    ['a mode of mkdir', (f: RemoteFiles) => f.mkdir('/f', { mode: 0o700 })],
    ['a mode of access', (f: RemoteFiles) => f.access('/f', 4)],
    ['names as bytes', (f: RemoteFiles) => f.readdir('/f', { encoding: 'latin1' })],
    ['cp without overwriting', (f: RemoteFiles) => f.cp('/f', '/g', { force: false })],
    ['cp with a filter', (f: RemoteFiles) => f.cp('/f', '/g', { filter: () => true } as object)],
    ['appending', (f: RemoteFiles) => f.open('/f', 'a' as 'r')],
  ])('%s is refused before anything is sent', async (_, call) => {
    const { connection, files } = filesOver(() => ({}));

    await expect(call(files)).rejects.toThrow(UnsupportedByProtocol);
    expect(connection.sent).toEqual([]);
  });
});

test('a sandbox confines the request that it is given with', async () => {
  const { connection, files } = filesOver(() => ({ dataBase64: '', path: 'file:///f' }));
  await files.readFile('/f', { sandbox: SANDBOX });
  await files.writeFile('/f', '', { sandbox: SANDBOX });
  await files.open('/f', 'r', { sandbox: SANDBOX });
  await files.mkdir('/f', { sandbox: SANDBOX });
  await files.realpath('/f');

  expect(connection.sent.map(({ params }) => params.sandbox)).toEqual([
    SANDBOX,
    SANDBOX,
    SANDBOX,
    SANDBOX,
    undefined,
  ]);
});

test('an aborted signal rejects with its reason', async () => {
  const { files } = filesOver(() => ({ dataBase64: '' }));
  const signal = AbortSignal.abort();

  await expect(files.readFile('/f', { signal })).rejects.toBe(signal.reason);
});

test.each([
  ['No such file or directory (os error 2)', { code: 'ENOENT', errno: -2, syscall: 'open' }],
  ['Directory not empty (os error 39)', { code: 'ENOTEMPTY' }],
  ['Filename too long (os error 36)', { code: 'ENAMETOOLONG' }],
  ['path `/f` is not a file', { code: 'EINVAL' }],
  ['session has ended', { message: 'session has ended' }],
])('the answer %p is the error %j', async (text, expected) => {
  const { files } = filesOver(({ method }) =>
    method === 'fs/readFile' ? new Error(text) : { ...FILE, isFile: false },
  );

  await expect(files.readFile('/f')).rejects.toMatchObject(expected);
});

test('the text of an error is that of Node, and its cause the answer', async () => {
  const answer = new Error('Permission denied (os error 13)');
  const { files } = filesOver(() => answer);

  await expect(files.cp('/f', '/g')).rejects.toMatchObject({
    message: "EACCES: permission denied, cp '/f' -> '/g'",
    path: '/f',
    dest: '/g',
    cause: answer,
  });
});

import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { RemoteFiles } from '../../../src/client/files/remote-files.js';
import { BlockFiles } from './block-files.js';

const MIB = 1024 * 1024;
/** Repeats with a period that is no divisor of a block. */
const pattern = (length: number): Buffer => Buffer.alloc(length, 'blocks of 1 MiB in order; ');

let server: BlockFiles;
let files: RemoteFiles;

beforeEach(() => {
  server = new BlockFiles();
  files = new RemoteFiles(server.connection);
});

describe('createReadStream', () => {
  test('reads a file in order with at most four blocks under way, and closes it', async () => {
    const content = pattern(7 * MIB + 5);
    server.files.set('file:///f', content);
    const stream = files.createReadStream('/f');

    expect((await buffer(stream)).equals(content)).toBe(true);
    expect(stream.bytesRead).toBe(content.length);
    expect(server.mostUnderWay).toBe(4);
    expect(server.openCount).toBe(0);
  });

  test('a file below one block costs one read', async () => {
    server.files.set('file:///f', Buffer.from('hello'));

    expect(await text(files.createReadStream('/f'))).toBe('hello');
    expect(server.connection.sent.map(({ method }) => method)).toEqual([
      'fs/open',
      'fs/readBlock',
      'fs/close',
    ]);
  });

  test.each([
    [{ start: 2, end: 4 }, 'cde'],
    [{ start: 4 }, 'efgh'],
    [{ end: 0 }, 'a'],
    [{ start: 8 }, ''],
    [{ highWaterMark: 3 }, 'abcdefgh'],
  ])('%j selects %p; the end is included', async (options, selected) => {
    server.files.set('file:///f', Buffer.from('abcdefgh'));

    expect(await text(files.createReadStream('/f', options))).toBe(selected);
  });

  test('a reader that stops holds no more than four blocks, and closes the file', async () => {
    server.files.set('file:///f', Buffer.alloc(64 * MIB));
    const stream = files.createReadStream('/f');
    await once(stream, 'readable');
    stream.read();
    await new Promise(setImmediate);
    stream.destroy();
    await once(stream, 'close');

    const reads = server.connection.sent.filter(({ method }) => method === 'fs/readBlock');
    expect(reads.length).toBeLessThan(16);
    expect(server.openCount).toBe(0);
  });

  test('a missing file is an error of Node', async () => {
    await expect(text(files.createReadStream('/missing'))).rejects.toMatchObject({
      code: 'ENOENT',
      syscall: 'open',
      path: '/missing',
    });
  });

  test('arrives in small parts over connections that carry less than a block', async () => {
    const content = pattern(5 * MIB + 7);
    server.files.set('file:///f', content);
    server.bytesAConnection = 300_000;

    expect((await buffer(files.createReadStream('/f'))).equals(content)).toBe(true);
    expect(server.connection.generation).toBeGreaterThan(10);
    expect(server.openCount).toBe(0);
  });

  test('fails with a lost connection without the extensions, and is never a short file', async () => {
    server.connection.hasExtensions = false;
    server.files.set('file:///f', pattern(9 * MIB));
    const stream = files.createReadStream('/f');
    stream.once('data', () => server.connection.interrupt());

    await expect(buffer(stream)).rejects.toMatchObject({ code: 'ERR_FILE_HANDLE_LOST' });
  });
});

describe('createWriteStream', () => {
  test('writes in order by blocks of at most 1 MiB, several under way, and closes the file', async () => {
    const content = pattern(9 * MIB + 1);
    const stream = files.createWriteStream('/f');
    await pipeline(
      Readable.from([content.subarray(0, 3 * MIB), content.subarray(3 * MIB)]),
      stream,
    );

    expect(server.files.get('file:///f')?.equals(content)).toBe(true);
    expect(stream.bytesWritten).toBe(content.length);
    expect(server.mostUnderWay).toBe(4);
    expect(server.openCount).toBe(0);
  });

  test('joins small chunks that wait into one block', async () => {
    const stream = files.createWriteStream('/f');
    for (let i = 0; i < 1000; i += 1) {
      stream.write('x');
    }
    stream.end();
    await once(stream, 'close');

    const writes = server.connection.sent.filter(({ method }) => method === 'fs/writeBlock');
    expect(writes.length).toBeLessThan(5);
    expect(server.files.get('file:///f')?.toString()).toBe('x'.repeat(1000));
  });

  test('goes in small parts over connections that carry less than a block', async () => {
    const content = pattern(5 * MIB + 7);
    server.bytesAConnection = 300_000;
    await pipeline(Readable.from([content]), files.createWriteStream('/f'));

    expect(server.files.get('file:///f')?.equals(content)).toBe(true);
    expect(server.connection.generation).toBeGreaterThan(10);
    expect(server.openCount).toBe(0);
  });

  test('fails with a lost connection without the extensions', async () => {
    server.connection.hasExtensions = false;
    const stream = files.createWriteStream('/f');
    const source = new PassThrough();
    const written = pipeline(source, stream);
    source.write('first');
    await once(stream, 'ready');
    server.connection.interrupt();
    source.end('second');

    await expect(written).rejects.toMatchObject({
      code: 'ERR_FILE_HANDLE_LOST',
      path: '/f',
      message: expect.stringContaining('open it again'),
    });
  });
});

describe('an open file', () => {
  test('reads and writes at its position, or where it is told', async () => {
    const handle = await files.open('/f', 'w');
    await handle.write('hello');
    await handle.write(Buffer.from('-world'), { offset: 1 });
    await handle.write('J', { position: 0 });
    await handle.close();
    await using reading = await files.open('/f');
    const target = Buffer.alloc(5);

    expect(await reading.read(target)).toEqual({ bytesRead: 5, buffer: Buffer.from('Jello') });
    expect(await reading.readFile('utf8')).toBe('world');
    expect((await reading.read(target)).bytesRead).toBe(0);
  });

  test('is kept over a lost connection, also where the answer to its opening was lost', async () => {
    server.files.set('file:///f', Buffer.from('x'));
    server.answersTwice = true;
    const kept = await files.open('/f');
    server.connection.interrupt();

    expect(await kept.readFile('utf8')).toBe('x');
    await kept.close();
    expect(server.connection.sent.at(-1)?.whenInterrupted).toBe('repeat');
    expect(server.openCount).toBe(0);
  });

  test('is lost with its connection without the extensions; a new one has another id', async () => {
    server.connection.hasExtensions = false;
    server.files.set('file:///f', Buffer.from('x'));
    const lost = await files.open('/f');
    server.connection.interrupt();

    await expect(lost.readFile()).rejects.toMatchObject({ code: 'ERR_FILE_HANDLE_LOST' });
    await expect(lost.close()).resolves.toBeUndefined();
    await using again = await files.open('/f');
    expect(await again.readFile('utf8')).toBe('x');
    const ids = server.connection.sent
      .filter(({ method }) => method === 'fs/open')
      .map(({ params }) => params.handleId);
    expect(new Set(ids).size).toBe(2);
  });

  test('a closed one is EBADF, as in Node', async () => {
    server.files.set('file:///f', Buffer.from('x'));
    const handle = await files.open('/f');
    await handle.close();

    await expect(handle.readFile()).rejects.toMatchObject({ code: 'EBADF', syscall: 'read' });
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { copyFile, planCopy } from '../../../src/cli/files/copy-files.js';
import { type FileSide, localSide } from '../../../src/cli/files/file-side.js';

/** Files by their paths, undefined for a socket; `reads` are the positions from which they were read. */
class FakeSide implements FileSide {
  readonly files = new Map<string, Buffer | undefined>();
  readonly reads: number[] = [];
  /** Reads break after as many bytes, each once. */
  readonly breaks: number[] = [];

  constructor(
    files: Record<string, string | undefined>,
    readonly isResumable = true,
    readonly host = '',
  ) {
    for (const [path, content] of Object.entries(files)) {
      this.files.set(path, content === undefined ? undefined : Buffer.from(content));
    }
  }

  async stat(path: string) {
    const isFile = this.files.get(path) !== undefined;
    const isDirectory = [...this.files.keys()].some((name) => name.startsWith(`${path}/`));
    return this.files.has(path) || isDirectory
      ? {
          isFile,
          isDirectory,
          size: this.files.get(path)?.length ?? 0,
          changedAtMs: 0,
          createdAtMs: 0,
        }
      : undefined;
  }

  async realpath(path: string) {
    return `${this.host}/${path}`;
  }

  async names(directory: string) {
    const below = [...this.files.keys()].filter((path) => path.startsWith(`${directory}/`));
    return [...new Set(below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))];
  }

  async createDirectory() {
    // Directories are where files are.
  }

  read(path: string, start: number): Readable {
    this.reads.push(start);
    const content = this.files.get(path)?.subarray(start) ?? Buffer.alloc(0);
    const length = this.breaks.shift();
    return Readable.from(
      (async function* () {
        yield content.subarray(0, length);
        if (length !== undefined) {
          throw Object.assign(new Error('cut'), { name: 'FileHandleLost' });
        }
      })(),
    );
  }

  write(path: string, start: number): Writable {
    let content = this.files.get(path)?.subarray(0, start) ?? Buffer.alloc(0);
    const written = new Writable({
      write: (chunk, _, done) => {
        content = Buffer.concat([content, chunk]);
        this.files.set(path, content);
        Object.assign(written, { bytesWritten: content.length - start });
        done();
      },
    });
    return Object.assign(written, { bytesWritten: 0 });
  }
}

describe('planCopy', () => {
  const tree = new FakeSide({ 'd/a': '1', 'd/e/b': '22', 'd/s': undefined });

  test('has the whole tree, and names what it leaves out', async () => {
    expect(await planCopy(tree, new FakeSide({}), 'd', 'to')).toEqual({
      directories: ['to', 'to/e'],
      files: [
        { from: 'd/a', to: 'to/a', size: 1 },
        { from: 'd/e/b', to: 'to/e/b', size: 2 },
      ],
      skipped: [{ path: 'd/s', reason: 'neither a file nor a directory' }],
    });
  });

  test('copies into a directory that there is', async () => {
    const { files } = await planCopy(tree, new FakeSide({ 'to/x': '' }), 'd/a', 'to');
    expect(files).toEqual([{ from: 'd/a', to: 'to/a', size: 1 }]);
  });

  test('refuses a directory that there is not as the place of a file', async () => {
    await expect(planCopy(tree, tree, 'd/a', 'to/')).rejects.toThrow('there is no directory to/');
    const { directories } = await planCopy(tree, new FakeSide({}), 'd/e', 'to/');
    expect(directories).toEqual(['to/']);
  });

  test('leaves out a file that would be copied onto itself', async () => {
    const skipped = [{ path: 'd/a', reason: 'the same file as d/a' }];
    expect(await planCopy(tree, tree, 'd/a', 'd')).toMatchObject({ files: [], skipped });
    const elsewhere = new FakeSide({ 'd/a': '1' }, true, 'elsewhere');
    expect(await planCopy(tree, elsewhere, 'd/a', 'd')).toMatchObject({ skipped: [] });
  });

  test('leaves out a link to a directory that it is in', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'copy-'));
    mkdirSync(join(directory, 'a', 'b'), { recursive: true });
    symlinkSync('..', join(directory, 'a', 'b', 'up'));
    symlinkSync('b', join(directory, 'a', 'c'));
    const { directories, skipped } = await planCopy(localSide, localSide, directory, '/nowhere');
    expect(directories.map((path) => relative('/nowhere', path)).sort()).toEqual([
      '',
      'a',
      'a/b',
      'a/c',
    ]);
    const reason = 'a link to a directory that it is in';
    expect(skipped).toHaveLength(2);
    expect(skipped).toContainEqual({ path: join(directory, 'a', 'b', 'up'), reason });
    rmSync(directory, { recursive: true });
  });

  test.each(['../x', '..', '/x', 'e/b', ''])('refuses an entry %j of a directory', async (name) => {
    const server = new FakeSide({ 'd/a': '', x: '' });
    const listed = [[name]];
    server.names = async () => listed.shift() ?? [];
    await expect(planCopy(server, new FakeSide({}), 'd', 'to')).rejects.toThrow('is no name');
  });

  test('refuses a file that there is not', async () => {
    await expect(planCopy(tree, tree, 'nope', 'to')).rejects.toThrow('there is no file nope');
  });
});

describe('copyFile', () => {
  const FILE = { from: 'a', to: 'b', size: 10 };

  test.each([
    [true, [0, 4, 7]],
    [false, [0, 0, 0]],
  ])('goes on after a cut where the target can (%j)', async (isResumable, reads) => {
    const source = new FakeSide({ a: '0123456789' });
    source.breaks.push(4, 3);
    const target = new FakeSide({}, isResumable);
    const seen: number[] = [];
    await copyFile(source, target, FILE, (bytes) => seen.push(bytes));
    expect(target.files.get('b')?.toString()).toBe('0123456789');
    expect(source.reads).toEqual(reads);
    expect(seen.at(-1)).toBe(10);
  });

  test('gives up after 10 cuts', async () => {
    const source = new FakeSide({ a: '0123456789' });
    source.breaks.push(...Array.from({ length: 10 }, () => 0));
    await expect(copyFile(source, new FakeSide({}), FILE, () => undefined)).rejects.toThrow('cut');
  });
});

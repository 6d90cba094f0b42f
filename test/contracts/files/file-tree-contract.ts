import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  ALL,
  expectError,
  FileScript,
  LOOP,
  type MakeFileFixture,
  MISSING,
  NO_DIRECTORY,
} from './file-fixture.js';

/** The rules that every `FileTree` keeps to. */
export const fileTreeContract = (make: MakeFileFixture): void => {
  let at: FileScript;

  beforeEach(async () => {
    at = new FileScript(make());
    await at.write('file', 'hello');
    await at.make('dir');
    at.symlink('link', 'file');
    at.symlink('dirlink', 'dir');
    at.symlink('dangling', 'nowhere');
    at.symlink('loop', 'loop');
    at.special('special');
  });

  describe('metadata', () => {
    test('has a size and times', async () => {
      const found = await at.files.metadata(at.at('file'), { followSymlinks: true });
      expect(found.size).toBe(5);
      expect(Number.isInteger(found.createdAtMs) && found.createdAtMs >= 0).toBe(true);
      expect(Number.isInteger(found.modifiedAtMs) && found.modifiedAtMs > 0).toBe(true);
    });

    test.each([
      ['file', 'file', 'file'],
      ['dir', 'directory', 'directory'],
      ['special', 'other', 'other'],
      ['link', 'link to file', 'invalid-request'],
      ['dirlink', 'link to directory', 'invalid-request'],
      ['dangling', 'not-found', 'invalid-request'],
      ['loop', 'failed', 'invalid-request'],
      ['nope', 'not-found', 'not-found'],
      ['nope/x', 'not-found', 'not-found'],
      ['file/x', 'failed', 'failed'],
      ['dirlink/x', 'not-found', 'failed'],
    ])('describes %s as a %s, and without followSymlinks as a %s', async (name, kind, unlinked) => {
      expect(await at.kind(name)).toBe(kind);
      expect(await at.kind(name, false)).toBe(unlinked);
    });

    test('fails for a link without followSymlinks, with the text of upstream', async () => {
      const look = async (name: string) =>
        at.files.metadata(at.at(name), { followSymlinks: false });
      await expectError(look('link'), ['invalid-request', 'path contains a symbolic link']);
      await expectError(look('dirlink/x'), NO_DIRECTORY);
      await at.make('dir/a/b');
      await expectError(look('dirlink/a/b'), NO_DIRECTORY);
      expect(await look('dir/a/b')).toMatchObject({ isDirectory: true });
    });

    test('describes the root as a directory', async () => {
      for (const followSymlinks of [true, false]) {
        expect(await at.files.metadata('/', { followSymlinks })).toMatchObject({
          isDirectory: true,
          isSymlink: false,
        });
      }
    });
  });

  describe('canonicalize', () => {
    test.each([
      ['file', 'file'],
      ['link', 'file'],
      ['dirlink', 'dir'],
      ['', ''],
    ])('%s is %s', async (name, canonical) => {
      expect(await at.files.canonicalize(at.at(name))).toBe(at.at(canonical));
    });

    test('resolves relative, absolute and upward links within the path', async () => {
      await at.write('dir/\udcff', 'x');
      at.symlink('dir/up', '../dirlink');
      at.symlink('dir/absolute', at.at('dir/up'));
      expect(await at.files.canonicalize(at.at('dirlink/absolute/\udcff'))).toBe(
        at.at('dir/\udcff'),
      );
    });

    test.each([
      ['nope', MISSING],
      ['dangling', MISSING],
      ['file/x', NO_DIRECTORY],
      ['loop', LOOP],
      ['nope/'.repeat(1000), ['failed', 'Filename too long (os error 36)']],
    ] as const)('fails for %s', (name, error) =>
      expectError(at.files.canonicalize(at.at(name)), error),
    );
  });

  describe('readDirectory', () => {
    test('returns all entries, dangling links included', async () => {
      const entries = await at.files.readDirectory(at.at(''));
      const kinds = entries.map(
        ({ name, isDirectory, isFile }) =>
          [name, isFile ? 'file' : isDirectory ? 'directory' : 'neither'] as const,
      );
      expect(Object.fromEntries(kinds)).toEqual({
        dangling: 'neither',
        dir: 'directory',
        dirlink: 'directory',
        file: 'file',
        link: 'file',
        loop: 'neither',
        special: 'neither',
      });
    });

    test('follows a link to an empty directory', async () => {
      expect(await at.files.readDirectory(at.at('dirlink'))).toEqual([]);
    });

    test.each([
      ['file', NO_DIRECTORY],
      ['link', NO_DIRECTORY],
      ['nope', MISSING],
      ['loop', LOOP],
    ] as const)('fails for %s', (name, error) =>
      expectError(at.files.readDirectory(at.at(name)), error),
    );
  });

  describe('walk', () => {
    beforeEach(async () => {
      for (const name of ['w/b/c', 'w/.h/i']) {
        await at.make(name);
      }
      for (const name of ['w/a', 'w/B', 'w/b/x', 'w/b/c/y', 'w/.h/i/z']) {
        await at.write(name, '');
      }
      at.symlink('w/lb', 'b');
      at.symlink('w/la', 'a');
      at.symlink('w/dangling', 'nowhere');
      at.symlink('w/b/up', '..');
      at.symlink('w/.h/lc', '../b/c');
      at.special('w/special');
    });

    const FIRST = ['w/.h/', 'w/B', 'w/a', 'w/b/'];

    test('goes breadth first, by name in byte order, once through each directory', async () => {
      const second = ['w/lb/', 'w/.h/i/', 'w/.h/lc/', 'w/b/c/', 'w/b/up/', 'w/b/x'];
      expect(await at.walk('w')).toEqual([...FIRST, ...second, 'w/.h/i/z', 'w/.h/lc/y']);
    });

    test('does not enter links without followDirectorySymlinks', async () => {
      expect(await at.walk('w', { followDirectorySymlinks: false })).toEqual([
        ...FIRST,
        ...['w/.h/i/', 'w/b/c/', 'w/b/x', 'w/.h/i/z', 'w/b/c/y'],
      ]);
    });

    test('lists hidden directories but not their content with pruneHiddenDirectories', async () => {
      expect(await at.walk('w', { pruneHiddenDirectories: true })).toEqual([
        ...[...FIRST, 'w/lb/', 'w/b/c/', 'w/b/up/', 'w/b/x', 'w/b/c/y'],
      ]);
    });

    test('stops at maxDepth, which is not a truncation', async () => {
      const walk = await at.files.walk(at.at('w'), { ...ALL, maxDepth: 0 });
      expect(walk.isTruncated).toBe(false);
      expect(await at.walk('w', { maxDepth: 0 })).toEqual([...FIRST, 'w/lb/']);
      expect(await at.walk('w', { maxDepth: 1 })).toHaveLength(10);
    });

    test.each([
      [{ maxEntries: 14 }, 12, false],
      [{ maxEntries: 13 }, 11, true],
      [{ maxEntries: 11 }, 9, true],
      [{ maxEntries: 1 }, 1, true],
      [{ maxDirectories: 1 }, 5, true],
      [{ maxDirectories: 2 }, 7, true],
      [{ maxDirectories: 5 }, 12, false],
      [{ maxDirectories: 4 }, 11, true],
    ])('returns, under %j, %d entries and truncated: %s', async (limits, count, isTruncated) => {
      const walk = await at.files.walk(at.at('w'), { ...ALL, ...limits });
      expect([walk.entries.length, walk.isTruncated]).toEqual([count, isTruncated]);
      expect(walk.errors).toEqual([]);
    });

    test('finds every name', async () => {
      const odd = ['a\tb', 'a\nb', 'é', '\udcff', '\udcc3\udcc3x'];
      await at.make('odd');
      for (const name of odd) {
        await at.write(`odd/${name}`, '');
      }
      expect((await at.walk('odd')).sort()).toEqual(odd.map((name) => `odd/${name}`).sort());
    });

    test.each(['\udcee', '\udc80'])('sorts by bytes, not by code points (%j)', async (high) => {
      await at.make('odd');
      for (const name of ['\u{10000}', '\uffff', 'z', high]) {
        await at.write(`odd/${name}`, '');
      }
      const names = (await at.walk('odd')).map((name) => name.slice(4));
      expect(names).toEqual(['z', high, '\uffff', '\u{10000}']);
    });

    test.each([
      ['file', true],
      ['link', true],
      ['special', true],
      ['dirlink', false],
    ])('finds nothing below %s (links followed: %s)', async (name, followDirectorySymlinks) => {
      const walk = await at.files.walk(at.at(name), { ...ALL, followDirectorySymlinks });
      expect(walk).toEqual({ entries: [], errors: [], isTruncated: false });
    });

    test('starts behind a link and keeps the name of the link', async () => {
      await at.write('dir/x', '');
      expect(await at.walk('dirlink')).toEqual(['dirlink/x']);
    });

    test.each([
      ['nope', MISSING],
      ['dangling', MISSING],
      ['file/x', NO_DIRECTORY],
      ['loop', LOOP],
    ] as const)('fails to start at %s', (name, error) =>
      expectError(at.files.walk(at.at(name), ALL), error),
    );
  });
};

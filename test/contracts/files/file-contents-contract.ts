import { beforeEach, describe, expect, test } from '@jest/globals';
import { Deferred } from '../../support/deferred.js';
import {
  expectError,
  FileScript,
  IS_DIRECTORY,
  LOOP,
  type MakeFileFixture,
  MISSING,
  NO_DIRECTORY,
} from './file-fixture.js';

/** The rules that every `FileContents` keeps to. */
export const fileContentsContract = (make: MakeFileFixture): void => {
  let at: FileScript;

  beforeEach(async () => {
    at = new FileScript(make());
    await at.write('file', 'hello');
    await at.make('dir');
    at.symlink('link', 'file');
    at.symlink('dirlink', 'dir');
    at.symlink('dangling', 'dir/born');
    at.symlink('loop', 'loop');
  });

  const notAFile = (name: string) =>
    ['invalid-request', `path \`${at.at(name)}\` is not a file`] as const;

  describe('readFile', () => {
    test('returns every byte that was written', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      await at.files.writeFile(at.at('bytes'), bytes, { followSymlinks: true });
      const read = await at.files.readFile(at.at('bytes'), {
        followSymlinks: true,
        maxBytes: bytes.length,
      });
      expect(Buffer.compare(read, bytes)).toBe(0);
    });

    test('returns no bytes of an empty file', async () => {
      await at.write('empty', '');
      expect(await at.read('empty')).toBe('');
    });

    test('follows links', async () => {
      expect(await at.read('link')).toBe('hello');
      await at.write('dir/inner', 'deep');
      expect(await at.read('dirlink/inner')).toBe('deep');
    });

    test.each([
      ['nope', MISSING],
      ['nope/x', MISSING],
      ['dangling', MISSING],
      ['file/x', NO_DIRECTORY],
      ['loop', LOOP],
      ['loop/x', LOOP],
    ] as const)('fails for the missing %s', (name, error) => expectError(at.read(name), error));

    test.each(['dir', 'dirlink', 'special'])('fails for %s, which is not a file', async (name) => {
      at.special('special');
      await expectError(at.read(name), notAFile(name));
    });

    test('fails beyond maxBytes by one byte', async () => {
      const limited = async (maxBytes: number) =>
        at.files.readFile(at.at('file'), { followSymlinks: true, maxBytes });
      expect(Buffer.from(await limited(5)).toString()).toBe('hello');
      await expectError(limited(4), [
        'invalid-request',
        'file is too large to read: limit is 4 bytes; read it by blocks with fs/open and fs/readBlock',
      ]);
    });

    test.each([
      ['link', LOOP],
      ['dirlink', LOOP],
      ['dangling', LOOP],
      ['dirlink/inner', NO_DIRECTORY],
      ['loop/x', NO_DIRECTORY],
      ['nope', MISSING],
      ['nope/x', MISSING],
      ['file/x', NO_DIRECTORY],
      ['dir', ['invalid-request', 'path is not a regular file']],
      ['special', ['invalid-request', 'path is not a regular file']],
    ] as const)('fails without followSymlinks for %s', async (name, error) => {
      at.special('special');
      await at.write('dir/inner', 'deep');
      expect(await at.read('dir/inner', false)).toBe('deep');
      await expectError(at.read(name, false), error);
    });
  });

  describe('writeFile', () => {
    test('creates a file and replaces it with longer or shorter content', async () => {
      await at.write('new', 'one');
      await at.write('new', 'longer than that');
      expect(await at.read('new')).toBe('longer than that');
      await at.write('new', '');
      expect(await at.read('new')).toBe('');
      expect(await at.names('')).toContain('new');
    });

    test('writes the target of a link and keeps the link', async () => {
      await at.write('link', 'changed');
      expect(await at.read('file')).toBe('changed');
      expect(await at.kind('link')).toBe('link to file');
    });

    test('creates the target of a dangling link', async () => {
      at.symlink('dangling2', 'dangling');
      await at.write('dangling2', 'born');
      expect(await at.read('dir/born')).toBe('born');
      expect(await at.kind('dangling')).toBe('link to file');
    });

    test('keeps hard links', async () => {
      at.hardLink('other', 'file');
      await at.write('file', 'for both');
      expect(await at.read('other')).toBe('for both');
    });

    test('changes nothing before its turn', async () => {
      const turn = new Deferred<void>();
      const options = { followSymlinks: true, inTurn: turn.promise };
      const written = [
        at.files.writeFile(at.at('file'), Buffer.from('changed'), options),
        at.files.writeFile(at.at('dir2/new'), Buffer.from('born'), options),
      ];
      // What is prepared, if anything, has had time to go on.
      await at.write('other', 'x');
      expect(await at.read('file')).toBe('hello');
      await at.make('dir2');
      turn.resolve();
      await Promise.all(written);
      expect([await at.read('file'), await at.read('dir2/new')]).toEqual(['changed', 'born']);
    });

    test('changes nothing at all, and leaves nothing behind, when its turn does not come', async () => {
      const names = await at.names('');
      const turn = new Deferred<void>();
      const written = at.files.writeFile(at.at('file'), Buffer.from('changed'), {
        followSymlinks: true,
        inTurn: turn.promise,
      });
      await at.read('file');
      turn.reject(new Error('gone'));
      await expect(written).rejects.toThrow('gone');
      expect(await at.read('file')).toBe('hello');
      expect(await at.names('')).toEqual(names);
    });

    test('accepts any name, one that is not UTF-8 too', async () => {
      const odd = 'dir/\udcff\udc80 é\t\n"';
      await at.write(odd, 'odd');
      expect(await at.read(odd)).toBe('odd');
      expect(await at.names('dir')).toEqual(['\udcff\udc80 é\t\n"']);
    });

    test.each([
      ['dir', IS_DIRECTORY],
      ['dirlink', IS_DIRECTORY],
      ['nope/x', MISSING],
      ['file/x', NO_DIRECTORY],
      ['loop', LOOP],
      ['x'.repeat(256), ['failed', 'Filename too long (os error 36)']],
    ] as const)('fails for %s', async (name, error) => {
      const before = await at.names('');
      await expectError(at.write(name, 'x'), error);
      expect(await at.names('')).toEqual(before);
    });

    test('fails for a special file', async () => {
      at.special('special');
      await expectError(at.write('special', 'x'), notAFile('special'));
      expect(await at.kind('special')).toBe('other');
    });

    test.each([
      ['link', LOOP],
      ['dangling', LOOP],
      ['loop', LOOP],
      ['dirlink', LOOP],
      ['dirlink/x', NO_DIRECTORY],
      ['dir', IS_DIRECTORY],
      ['nope/x', MISSING],
    ] as const)('fails without followSymlinks for %s', async (name, error) => {
      await expectError(at.write(name, 'changed', false), error);
      expect(await at.read('file')).toBe('hello');
      expect(await at.names('dir')).toEqual([]);
    });

    test('writes a file in a plain directory without followSymlinks', async () => {
      await at.write('dir/new', 'one', false);
      await at.write('dir/new', 'two', false);
      expect(await at.read('dir/new', false)).toBe('two');
      expect(await at.names('dir')).toEqual(['new']);
    });
  });
};

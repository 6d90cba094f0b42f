import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  expectError,
  FileScript,
  IS_DIRECTORY,
  LOOP,
  type MakeFileFixture,
  MISSING,
  NO_DIRECTORY,
} from './file-fixture.js';

/** What everybody who takes `FileContents` relies on. */
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

  describe('a file that is read', () => {
    test('has every byte that was written', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      await at.files.writeFile(at.at('bytes'), bytes, { followSymlinks: true });
      const read = await at.files.readFile(at.at('bytes'), {
        followSymlinks: true,
        maxBytes: bytes.length,
      });
      expect(Buffer.compare(read, bytes)).toBe(0);
    });

    test('may be empty', async () => {
      await at.write('empty', '');
      expect(await at.read('empty')).toBe('');
    });

    test('is found through links', async () => {
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
    ] as const)('is not there: %s', (name, error) => expectError(at.read(name), error));

    test.each(['dir', 'dirlink', 'special'])('is no file: %s', async (name) => {
      at.special('special');
      await expectError(at.read(name), notAFile(name));
    });

    test('is too large by one byte', async () => {
      const limited = (maxBytes: number) =>
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
    ] as const)(
      'is not looked for behind a link when none may be followed: %s',
      async (name, error) => {
        at.special('special');
        await at.write('dir/inner', 'deep');
        expect(await at.read('dir/inner', false)).toBe('deep');
        await expectError(at.read(name, false), error);
      },
    );
  });

  describe('a file that is written', () => {
    test('is created, and then replaced, be it longer or shorter', async () => {
      await at.write('new', 'one');
      await at.write('new', 'longer than that');
      expect(await at.read('new')).toBe('longer than that');
      await at.write('new', '');
      expect(await at.read('new')).toBe('');
      expect(await at.names('')).toContain('new');
    });

    test('is what a link leads to: the link stays', async () => {
      await at.write('link', 'changed');
      expect(await at.read('file')).toBe('changed');
      expect(await at.kind('link')).toBe('link to file');
    });

    test('is created where a dangling link leads', async () => {
      at.symlink('dangling2', 'dangling');
      await at.write('dangling2', 'born');
      expect(await at.read('dir/born')).toBe('born');
      expect(await at.kind('dangling')).toBe('link to file');
    });

    test('keeps its other names', async () => {
      at.hardLink('other', 'file');
      await at.write('file', 'for both');
      expect(await at.read('other')).toBe('for both');
    });

    test('has any name', async () => {
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
    ] as const)('cannot be %s', async (name, error) => {
      const before = await at.names('');
      await expectError(at.write(name, 'x'), error);
      expect(await at.names('')).toEqual(before);
    });

    test('is nothing special', async () => {
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
    ] as const)('is not behind a link when none may be followed: %s', async (name, error) => {
      await expectError(at.write(name, 'changed', false), error);
      expect(await at.read('file')).toBe('hello');
      expect(await at.names('dir')).toEqual([]);
    });

    test('is found without links', async () => {
      await at.write('dir/new', 'one', false);
      await at.write('dir/new', 'two', false);
      expect(await at.read('dir/new', false)).toBe('two');
      expect(await at.names('dir')).toEqual(['new']);
    });
  });
};

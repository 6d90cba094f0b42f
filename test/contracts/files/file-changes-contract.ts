import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  EXISTS,
  expectError,
  FileScript,
  HAS_LINK,
  IS_DIRECTORY,
  LOOP,
  type MakeFileFixture,
  MISSING,
  NO_DIRECTORY,
  NOT_EMPTY,
} from './file-fixture.js';

const ITSELF = [
  'invalid-request',
  'fs/copy cannot copy a directory to itself or one of its descendants',
] as const;
const UNSUPPORTED = [
  'invalid-request',
  'fs/copy only supports regular files, directories, and symlinks',
] as const;

/** The rules that every `FileChanges` keeps to. */
export const fileChangesContract = (make: MakeFileFixture): void => {
  let at: FileScript;

  beforeEach(async () => {
    at = new FileScript(make());
    await at.write('file', 'hello');
    await at.make('dir/sub');
    await at.write('dir/a', 'a');
    at.symlink('link', 'file');
    at.symlink('dirlink', 'dir');
    at.symlink('dangling', 'nowhere');
    at.symlink('loop', 'loop');
  });

  describe('createDirectory', () => {
    test.each([
      ['n1/n2/n3', true, true],
      ['n1/n2/n3', true, false],
      ['dir/new', false, true],
      ['dir/new', false, false],
      ['dirlink/new', true, true],
    ])('makes %s (recursive: %s, links: %s)', async (name, recursive, followSymlinks) => {
      await at.make(name, recursive, followSymlinks);
      expect(await at.kind(name)).toBe('directory');
    });

    test.each([
      ['dir', true],
      ['dir', false],
      ['dirlink', true],
      ['', true],
      ['', false],
    ])('accepts, with recursive, the existing %s (links: %s)', async (name, followSymlinks) => {
      await at.make(name, true, followSymlinks);
      expect(await at.names('dir')).toEqual(['a', 'sub']);
    });

    test.each([
      ['dir', false, true, EXISTS],
      ['dir', false, false, EXISTS],
      ['dirlink', false, true, EXISTS],
      ['dirlink', false, false, EXISTS],
      ['dirlink', true, false, NO_DIRECTORY],
      ['dirlink/new', true, false, NO_DIRECTORY],
      ['file', true, true, EXISTS],
      ['file', true, false, NO_DIRECTORY],
      ['link', true, true, EXISTS],
      ['dangling', true, true, EXISTS],
      ['dangling/x', true, true, EXISTS],
      ['loop', true, true, EXISTS],
      ['loop/x', true, true, LOOP],
      ['file/x', true, true, NO_DIRECTORY],
      ['file/x', false, true, NO_DIRECTORY],
      ['n1/n2', false, true, MISSING],
      ['n1/n2', false, false, MISSING],
    ] as const)('fails for %s (recursive: %s, links: %s)', (name, recursive, follow, error) =>
      expectError(at.make(name, recursive, follow), error),
    );
  });

  describe('remove', () => {
    test.each([
      ['file', {}],
      ['file', { recursive: false, followSymlinks: false }],
      ['dir', {}],
      ['dir/sub', { recursive: false }],
      ['dir/sub', { recursive: false, followSymlinks: false }],
      ['dangling', { force: false }],
      ['loop', { force: false }],
    ])('removes %s with %j', async (name, options) => {
      await at.remove(name, options);
      expect(await at.kind(name)).toBe('not-found');
    });

    test.each(['dirlink', 'link'])('removes the link %s, not its target', async (name) => {
      await at.remove(name);
      expect(await at.names('')).not.toContain(name);
      expect(await at.names('dir')).toEqual(['a', 'sub']);
      expect(await at.read('file')).toBe('hello');
    });

    test('does not follow the links in a directory', async () => {
      await at.make('doomed');
      at.symlink('doomed/out', '../dir');
      at.special('doomed/special');
      await at.remove('doomed');
      expect(await at.names('dir')).toEqual(['a', 'sub']);
      expect(await at.names('')).not.toContain('doomed');
    });

    test.each(['nope', 'nope/x'])('ignores the missing %s unless force is false', async (name) => {
      await at.remove(name);
      await at.remove(name, { recursive: false, followSymlinks: false });
      await expectError(at.remove(name, { force: false }), MISSING);
    });

    test.each([
      ['file/x', {}, NO_DIRECTORY],
      ['dir', { recursive: false }, NOT_EMPTY],
      ['dir', { recursive: false, followSymlinks: false }, NOT_EMPTY],
      ['loop/x', {}, LOOP],
      ['link', { recursive: false, followSymlinks: false }, HAS_LINK],
      ['dirlink/a', { recursive: false, followSymlinks: false }, NO_DIRECTORY],
      ['file', { followSymlinks: false }, ['failed', 'recursive no-follow removal is unsupported']],
    ] as const)('fails for %s with %j', async (name, options, error) => {
      const before = await at.walk('');
      await expectError(at.remove(name, options), error);
      expect(await at.walk('')).toEqual(before);
    });
  });

  describe('copy', () => {
    test.each([
      ['file', 'new'],
      ['file', 'dir/a'],
      ['file', 'dirlink/new'],
      ['dir/a', 'file'],
    ])('makes, of %s, an equal %s', async (source, destination) => {
      const content = await at.read(source);
      await at.copy(source, destination);
      expect(await at.read(destination)).toBe(content);
      expect(await at.read(source)).toBe(content);
    });

    test('follows a link at the destination, a dangling one too', async () => {
      await at.copy('dir/a', 'link');
      expect(await at.read('file')).toBe('a');
      await at.copy('dir/a', 'dangling');
      expect(await at.read('nowhere')).toBe('a');
    });

    test('makes of a link a link with the same target', async () => {
      await at.copy('link', 'dir/copy');
      expect(await at.kind('dir/copy')).toBe('not-found');
      await at.write('dir/file', 'beside it');
      expect(await at.read('dir/copy')).toBe('beside it');
      await at.copy('dangling', 'dangling2');
      expect(await at.names('')).toContain('dangling2');
    });

    test.each(['file', 'link', 'hard'])('changes nothing onto itself: %s', async (name) => {
      at.hardLink('hard', 'file');
      await at.copy('file', name);
      expect(await at.read('file')).toBe('hello');
      expect(await at.read(name)).toBe('hello');
    });

    test('takes of a directory all but special files', async () => {
      at.symlink('dir/l', 'a');
      at.special('dir/special');
      await at.write('dir/sub/deep', 'deep');
      await at.copy('dir', 'made/copy', true);
      expect(await at.names('made/copy')).toEqual(['a', 'l', 'sub']);
      expect(await at.read('made/copy/sub/deep')).toBe('deep');
      expect(await at.kind('made/copy/l')).toBe('link to file');
    });

    test.each(['dirlink', 'target'])('merges a directory into the existing %s', async (name) => {
      await at.make('source/sub');
      await at.write('source/a', 'new');
      await at.make('target');
      await at.write('target/a', 'old');
      await at.write('target/kept', 'kept');
      await at.copy('source', name, true);
      expect(await at.read(`${name}/a`)).toBe('new');
      expect(await at.kind(`${name}/sub`)).toBe('directory');
      expect(await at.read('target/kept')).toBe('kept');
    });

    test.each([
      ['nope', 'new', false, MISSING],
      ['file', 'dir', false, IS_DIRECTORY],
      ['file', 'dirlink', false, IS_DIRECTORY],
      ['file', 'nope/x', false, MISSING],
      ['file', 'file/x', false, NO_DIRECTORY],
      ['link', 'file', false, EXISTS],
      ['link', 'link', false, EXISTS],
      ['dir', 'file', true, EXISTS],
      ['dir', 'dangling', true, EXISTS],
      ['dir', 'dir', true, ITSELF],
      ['dir', 'dir/sub/new', true, ITSELF],
      ['dir', 'dir/n1/n2', true, ITSELF],
      ['dir', 'dirlink/new', true, ITSELF],
      ['special', 'new', false, UNSUPPORTED],
      ['special', 'new', true, UNSUPPORTED],
    ] as const)('refuses %s to %s', async (source, destination, recursive, error) => {
      at.special('special');
      const before = await at.walk('');
      await expectError(at.copy(source, destination, recursive), error);
      expect(await at.walk('')).toEqual(before);
    });

    test('requires recursive for a directory', () =>
      expectError(at.copy('dir', 'new'), [
        'invalid-request',
        'fs/copy requires recursive: true when sourcePath is a directory',
      ]));

    test('is refused onto a special file', async () => {
      at.special('special');
      await expectError(at.copy('file', 'special'), [
        'invalid-request',
        `path \`${at.at('special')}\` is not a file`,
      ]);
    });

    test('takes a tree deeper than the longest path, and remove does', async () => {
      await at.makeDeeperThanPaths('deep');
      await at.copy('deep', 'copy', true);
      expect(await at.readDeepest('copy')).toBe('leaf');
      expect(await at.readDeepest('deep')).toBe('leaf');
      await at.copy('deep', 'copy', true);
      expect(await at.readDeepest('copy')).toBe('leaf');
      await at.remove('copy', { force: false });
      expect(await at.kind('copy')).toBe('not-found');
      expect(await at.readDeepest('deep')).toBe('leaf');
    });

    test('takes a directory into its parent', async () => {
      await at.copy('dir/sub', 'dir', true);
      expect(await at.names('dir')).toEqual(['a', 'sub']);
    });
  });
};

import { describe, expect, test } from '@jest/globals';
import type { PatchFiles } from '../../src/application/ports/patch-files.js';

/** The rules that every `PatchFiles` keeps to; each one that `make` returns has no files. */
export const patchFilesContract = (name: string, make: () => PatchFiles): void => {
  describe(`PatchFiles contract: ${name}`, () => {
    const at = (files: PatchFiles, path: string): string => files.resolve(path) ?? '';

    test('resolve returns an absolute path without dots', () => {
      const files = make();

      expect(at(files, 'd/../a')).toBe(at(files, './a'));
      expect(at(files, 'a')).toMatch(/^\//);
      expect(at(files, '/x//y/')).toBe('/x/y');
    });

    test('resolve returns undefined for a path with a NUL', () => {
      expect(make().resolve('a\0b')).toBeUndefined();
    });

    test('read returns what write has written last', () => {
      const files = make();
      const path = at(files, 'a');

      expect(files.write(path, 'one')).toBe('written');
      expect(files.write(path, 'två\n')).toBe('written');
      expect(files.read(path)).toEqual({ content: 'två\n' });
    });

    test('read returns why a missing file cannot be read', () => {
      const files = make();

      expect(files.read(at(files, 'a'))).toEqual({
        fault: 'No such file or directory (os error 2)',
      });
    });

    test('write returns missing until createDirectories has created the directory', () => {
      const files = make();
      const path = at(files, 'd/e/a');

      expect(files.write(path, 'x')).toBe('missing');
      expect(files.createDirectories(path)).toBe(true);
      expect(files.createDirectories(path)).toBe(true);
      expect(files.write(path, 'x')).toBe('written');
    });

    test('a directory is neither written nor removed', () => {
      const files = make();
      files.createDirectories(at(files, 'd/a'));

      expect(files.write(at(files, 'd'), 'x')).toBe('failed');
      expect(files.remove(at(files, 'd'))).toBe(false);
    });

    test('createDirectories returns false where a file is in the way', () => {
      const files = make();
      files.write(at(files, 'a'), 'x');

      expect(files.createDirectories(at(files, 'a/b/c'))).toBe(false);
    });

    test('remove returns true for the first removal of a file', () => {
      const files = make();
      const path = at(files, 'a');
      files.write(path, 'x');

      expect([files.remove(path), files.remove(path)]).toEqual([true, false]);
    });

    test('isSame returns true for one path', () => {
      const files = make();
      files.write(at(files, 'a'), 'x');
      files.write(at(files, 'b'), 'x');

      expect(files.isSame(at(files, 'a'), at(files, './a'))).toBe(true);
      expect(files.isSame(at(files, 'a'), at(files, 'b'))).toBe(false);
    });
  });
};

import { expect, test } from '@jest/globals';
import { ApplyPatch } from '../../../../src/application/use-cases/patches/apply-patch.js';
import { patchFilesContract } from '../../../contracts/patch-files-contract.js';
import { FakePatchFiles } from '../../../fakes/files/fake-patch-files.js';

patchFilesContract('fake', () => new FakePatchFiles());

const patch = (...lines: readonly string[]): string =>
  ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

const apply = (contents: Readonly<Record<string, string>>, ...lines: readonly string[]) => {
  const files = new FakePatchFiles();
  for (const [path, content] of Object.entries(contents)) {
    files.contents.set(path, content);
  }
  const attempt = () => new ApplyPatch(files).execute(patch(...lines));
  return { files: files.contents, attempt };
};

test('ApplyPatch lists added, modified and deleted files, in this order', () => {
  const { files, attempt } = apply(
    { '/gone': 'x\n', '/old': 'a\n', '/kept': 'a\n' },
    '*** Delete File: gone',
    '*** Update File: old',
    '*** Move to: new',
    '@@',
    '-a',
    '+b',
    '*** Add File: d/added',
    '+x',
    '*** Update File: kept',
    '@@',
    '-a',
    '+b',
  );

  expect(attempt()).toBe(
    'Success. Updated the following files:\nA d/added\nM new\nM kept\nD gone\n',
  );
  expect(Object.fromEntries(files)).toEqual({ '/d/added': 'x\n', '/new': 'b\n', '/kept': 'b\n' });
});

test('ApplyPatch stops at the first file that fails and keeps the changes before it', () => {
  const { files, attempt } = apply(
    {},
    '*** Add File: a',
    '+x',
    '*** Add File: denied',
    '+x',
    '*** Add File: b',
    '+x',
  );

  expect(attempt).toThrow(/^Failed to write file \/denied$/);
  expect([...files.keys()]).toEqual(['/a']);
});

test('ApplyPatch changes nothing when the last line of the patch is malformed', () => {
  const { files, attempt } = apply({}, '*** Add File: a', '+x', 'rubbish');

  expect(attempt).toThrow(/^Invalid patch hunk on line 4: 'rubbish' is not a valid hunk header/);
  expect(files.size).toBe(0);
});

test('ApplyPatch names the directory that cannot be created', () => {
  const { attempt } = apply({ '/file': 'x' }, '*** Add File: file/d/a', '+x');

  expect(attempt).toThrow(/^Failed to create parent directories for \/file\/d\/a$/);
});

test('ApplyPatch keeps both files of a move whose original cannot be removed', () => {
  const { files, attempt } = apply(
    { '/denied': 'a\n' },
    '*** Update File: denied',
    '*** Move to: b',
    '@@',
    '-a',
    '+b',
  );

  expect(attempt).toThrow(/^Failed to remove original \/denied$/);
  expect(Object.fromEntries(files)).toEqual({ '/denied': 'a\n', '/b': 'b\n' });
});

test('ApplyPatch keeps the file that is moved to itself', () => {
  const { files, attempt } = apply(
    { '/a': 'x\n' },
    '*** Update File: a',
    '*** Move to: ./a',
    '@@',
    '-x',
    '+y',
  );
  attempt();

  expect(Object.fromEntries(files)).toEqual({ '/a': 'y\n' });
});

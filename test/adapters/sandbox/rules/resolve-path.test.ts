import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { resolvePath } from '../../../../src/adapters/sandbox/rules/resolve-path.js';

let directory: string;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'resolve-')));
  await mkdir(join(directory, 'real/sub'), { recursive: true });
  await writeFile(join(directory, 'real/file'), '');
  await symlink('real', join(directory, 'link'));
  await symlink(join(directory, 'link'), join(directory, 'absolute'));
  await symlink('sub/../../real/./sub', join(directory, 'real/winding'));
  await symlink('gone/below', join(directory, 'dangling'));
  await symlink('loop', join(directory, 'loop'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

const resolved = async (name: string) => {
  const { path, firstMissing, links, kind } = await resolvePath(join(directory, name));
  const short = (each: string) => each.replace(directory, '');
  return {
    path: short(path),
    kind,
    firstMissing: short(firstMissing),
    links: links.map((link) => short(link.path)),
  };
};

test.each([
  ['real/sub', '/real/sub', 'directory', []],
  ['real/file', '/real/file', 'file', []],
  ['real//./sub/', '/real/sub', 'directory', []],
  ['link/sub', '/real/sub', 'directory', ['/link']],
  ['absolute/file', '/real/file', 'file', ['/absolute', '/link']],
  ['link/winding', '/real/sub', 'directory', ['/link', '/real/winding']],
])('resolvePath resolves %s to %s, a %s, through the links %j', async (name, path, kind, links) => {
  expect(await resolved(name)).toEqual({ path, kind, firstMissing: path, links });
});

test('resolvePath takes .. after a link from the target of the link', async () => {
  const target = join(directory, 'link', 'sub');
  await symlink(target, join(directory, 'deep'));

  const { path } = await resolvePath(`${directory}/deep/../file`);

  expect(path).toBe(join(directory, 'real/file'));
});

test.each([
  ['link/none/more', '/real/none/more', '/real/none', ['/link']],
  ['dangling/more', '/gone/below/more', '/gone', ['/dangling']],
])('resolvePath reports the first missing part of %s', async (name, path, firstMissing, links) => {
  expect(await resolved(name)).toEqual({ path, kind: 'missing', firstMissing, links });
});

test.each(['real/file/more', 'loop', 'loop/more'])(
  'resolvePath reports %s as unreachable',
  async (name) => {
    expect(await resolved(name)).toMatchObject({ kind: 'unreachable' });
  },
);

test('resolvePath takes the root for a directory', async () => {
  expect(await resolvePath('/..')).toMatchObject({ path: '/', kind: 'directory', links: [] });
});

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The trees on which each policy is tried. `files` are read and written, `directories` are listed, and a name is made in
 * each. `work` is the workspace.
 *
 * @typedef {(typeof TREES)[keyof typeof TREES]} Tree
 */
export const TREES = {
  project: {
    made: {
      'work/file': '',
      'work/a.env': '',
      'work/sub/file': '',
      'work/sub/k.key': '',
      'work/d/e/f.env': '',
      'work/.git/HEAD': '',
      'other/file': '',
    },
    links: {},
    files: [
      'work/file',
      'work/a.env',
      'work/sub/k.key',
      'work/d/e/f.env',
      'work/.git/HEAD',
      'other/file',
    ],
    directories: ['work', 'work/sub', 'work/.git', 'other'],
    missing: ['work/.codex', 'work/none'],
  },
  links: {
    made: { 'work/file': '', 'work/conf/file': '', 'other/file': '' },
    links: { 'work/link': '../other', 'work/into': '../other/file', 'work/.codex': 'conf' },
    files: ['work/file', 'work/link/file', 'work/into', 'work/.codex/file', 'work/conf/file'],
    directories: ['work', 'work/link', 'work/conf'],
    missing: ['work/.git'],
    /** Those to which links matter; others are tried on `project` only. */
    policies:
      /^(read-only|workspace-write|minimal read, project_roots write|root write|path|project_roots (deny|subpath deny)|pattern (of workspaces|absolute)$)/,
  },
};

/** Makes a tree in a directory. */
export async function makeTree({ made, links }, directory) {
  for (const [name, content] of Object.entries(made)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  for (const [name, target] of Object.entries(links)) {
    await symlink(target, join(directory, name));
  }
}

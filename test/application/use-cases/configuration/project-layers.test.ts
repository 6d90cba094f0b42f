import { beforeEach, describe, expect, test } from '@jest/globals';
import { TomlConfiguration } from '../../../../src/adapters/toml/toml-configuration.js';
import { DEFAULT_LIMITS } from '../../../../src/application/limits/limits.js';
import { ConfigurationFiles } from '../../../../src/application/use-cases/configuration/configuration-files.js';
import { ProjectLayers } from '../../../../src/application/use-cases/configuration/project-layers.js';
import { FakeFiles } from '../../../fakes/files/fake-files.js';

let files: FakeFiles;

beforeEach(() => {
  files = new FakeFiles().add({
    '/p/.git/HEAD': '',
    '/p/.codex/config.toml': 'model = "root"\n',
    '/p/sub/.codex/config.toml': 'model = "sub"\n',
    '/p/sub/deep/x': '',
    '/home/.codex/x': '',
  });
});

const toml = new TomlConfiguration(DEFAULT_LIMITS.maxConfigurationDepth);

/** Directories whose configuration counts in `cwd`, by what the user's configuration says. */
const directories = async (
  cwd: string,
  settings: string,
  limits = DEFAULT_LIMITS,
): Promise<string[]> => {
  const fileSystem = files.forSandbox(undefined);
  const configurations = new ConfigurationFiles(fileSystem, toml, limits);
  const projects = new ProjectLayers(fileSystem, configurations, limits);
  const layers = await projects.read(cwd, await toml.parse(settings), '/home/.codex');
  return layers.map(({ baseDir }) => baseDir.replace(/\/\.codex$/, ''));
};

const says = (...levels: [path: string, level: string][]): string =>
  levels.map(([path, level]) => `[projects."${path}"]\ntrust_level = "${level}"\n`).join('');

const trusts = (...paths: string[]): string =>
  says(...paths.map((path): [string, string] => [path, 'trusted']));

describe('ProjectLayers trust', () => {
  test.each([
    ['is absent without a setting', '', '/p/sub', []],
    [
      'in the root covers every directory on the way',
      trusts('/p'),
      '/p/sub/deep',
      ['/p', '/p/sub'],
    ],
    ['in the root loads nothing below the directory', trusts('/p'), '/p', ['/p']],
    ['in a directory does not cover the root', trusts('/p/sub'), '/p/sub/deep', ['/p/sub']],
    ['in a directory does not cover those between', trusts('/p/sub/deep'), '/p/sub/deep', []],
    ['above the root does not cover the project', trusts('/'), '/p/sub', []],
    [
      'is withdrawn by untrusted for a directory',
      says(['/p', 'trusted'], ['/p/sub', 'untrusted']),
      '/p/sub',
      ['/p'],
    ],
    [
      'may be given to a directory in an untrusted root',
      says(['/p', 'untrusted'], ['/p/sub', 'trusted']),
      '/p/sub',
      ['/p/sub'],
    ],
    ['needs a trust_level', '[projects."/p"]\n', '/p', []],
    ['needs the normalized path', trusts('/p/', '/x/../p'), '/p', []],
  ])('%s', async (_, settings, cwd, expected) => {
    expect(await directories(cwd, settings)).toEqual(expected);
  });

  test('covers a link when either the link or its target is trusted', async () => {
    files.links.set('/link', '/p');

    expect(await directories('/link/sub', trusts('/p'))).toEqual(['/link', '/link/sub']);
    expect(await directories('/link/sub', trusts('/link'))).toEqual(['/link', '/link/sub']);
    expect(await directories('/p/sub', trusts('/link'))).toEqual([]);
  });

  test.each([
    ['projects = 3\n', 'expected a map in `projects`'],
    ['[projects]\n"/x" = 3\n', 'expected a map in `projects./x`'],
    [
      '[projects."/x"]\ntrust_level = "yes"\n',
      'expected `trusted` or `untrusted` in `projects./x.trust_level`',
    ],
    ['project_root_markers = 3\n', 'project_root_markers must be an array of strings'],
    ['project_root_markers = [3]\n', 'project_root_markers must be an array of strings'],
  ])('rejects invalid settings: %j', async (settings, message) => {
    await expect(directories('/p', settings)).rejects.toMatchObject({ code: 'failed', message });
  });
});

describe('ProjectLayers root', () => {
  test('is the directory itself without a repository', async () => {
    files.files.delete('/p/.git/HEAD');
    files.add({ '/p/.git/config': '' });

    expect(await directories('/p/sub', trusts('/p', '/p/sub'))).toEqual(['/p/sub']);
  });

  test('is found by project_root_markers', async () => {
    const both = trusts('/p');
    expect(await directories('/p/sub', `project_root_markers = []\n${both}`)).toEqual(['/p/sub']);
    expect(await directories('/p/sub/deep', `project_root_markers = ["sub"]\n${both}`)).toEqual([
      '/p',
      '/p/sub',
    ]);
  });

  test('is not searched for beyond maxConfigurationDirectories', async () => {
    const limits = { ...DEFAULT_LIMITS, maxConfigurationDirectories: 3 };

    expect(await directories('/p/x/x', trusts('/p'), limits)).toEqual(['/p']);
    expect(await directories('/p/x/x/x', trusts('/p'), limits)).toEqual([]);
  });
});

test('ProjectLayers removes the keys that a project may not set', async () => {
  files.add({
    '/p/.codex/config.toml': 'model = "x"\nnotify = ["x"]\nprofile = "x"\n[otel]\nx = 1\n',
  });
  const fileSystem = files.forSandbox(undefined);
  const configurations = new ConfigurationFiles(fileSystem, toml, DEFAULT_LIMITS);
  const projects = new ProjectLayers(fileSystem, configurations, DEFAULT_LIMITS);
  const [layer] = await projects.read('/p', await toml.parse(trusts('/p')), '/home/.codex');

  expect(layer?.table).toEqual(new Map([['model', 'x']]));
});

describe('ProjectLayers for a linked worktree', () => {
  const GIT_DIR = '/p/.git/worktrees/tree';

  beforeEach(() => {
    files.add({
      '/tree/.git': `gitdir: ${GIT_DIR}\n`,
      '/tree/d/.codex/config.toml': 'model = "tree"\n',
      [`${GIT_DIR}/gitdir`]: '/tree/.git\n',
    });
  });

  test('trusts it when its repository is trusted', async () => {
    expect(await directories('/tree/d', trusts('/p'))).toEqual(['/tree/d']);
  });

  test('accepts a relative gitdir', async () => {
    files.add({ '/tree/.git': 'gitdir: ../p/.git/worktrees/tree\n' });

    expect(await directories('/tree/d', trusts('/p'))).toEqual(['/tree/d']);
  });

  test('does not trust it when it is untrusted itself', async () => {
    const settings = says(['/p', 'trusted'], ['/tree', 'untrusted']);

    expect(await directories('/tree/d', settings)).toEqual([]);
  });

  test.each([
    ['gitdir of another worktree', `gitdir: ${GIT_DIR}\n`],
    ['gitdir of no worktree', 'gitdir: /p/.git/worktrees/other\n'],
    ['gitdir of a repository', 'gitdir: /p/.git\n'],
    ['nonsense', 'nonsense'],
  ])('does not trust a forged .git file: %s', async (_, text) => {
    files.add({ '/forged/.git': text, '/forged/.codex/config.toml': 'model = "forged"\n' });

    expect(await directories('/forged', trusts('/p', '/p/.git', '/'))).toEqual([]);
  });
});

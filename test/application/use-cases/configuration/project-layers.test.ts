import { beforeEach, describe, expect, test } from '@jest/globals';
import { TomlConfiguration } from '../../../../src/adapters/toml/toml-configuration.js';
import { DEFAULT_LIMITS } from '../../../../src/application/limits/limits.js';
import { ConfigurationFiles } from '../../../../src/application/use-cases/configuration/configuration-files.js';
import { ProjectLayers } from '../../../../src/application/use-cases/configuration/project-layers.js';
import { FakeFiles } from '../../../fakes/fake-files.js';

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
const directories = async (cwd: string, settings: string): Promise<string[]> => {
  const fileSystem = files.forSandbox(undefined);
  const configurations = new ConfigurationFiles(fileSystem, toml, DEFAULT_LIMITS);
  const projects = new ProjectLayers(fileSystem, configurations, DEFAULT_LIMITS);
  const layers = await projects.read(cwd, await toml.parse(settings), '/home/.codex');
  return layers.map(({ baseDir }) => baseDir.replace(/\/\.codex$/, ''));
};

const says = (...levels: [path: string, level: string][]): string =>
  levels.map(([path, level]) => `[projects."${path}"]\ntrust_level = "${level}"\n`).join('');

const trusts = (...paths: string[]): string =>
  says(...paths.map((path): [string, string] => [path, 'trusted']));

describe('trust', () => {
  test.each([
    ['in nothing', '', '/p/sub', []],
    ['in the root covers what is below', trusts('/p'), '/p/sub/deep', ['/p', '/p/sub']],
    ['in the root is no trust in what is below the directory', trusts('/p'), '/p', ['/p']],
    ['in a directory is none in the root', trusts('/p/sub'), '/p/sub/deep', ['/p/sub']],
    ['in a directory is none in those between', trusts('/p/sub/deep'), '/p/sub/deep', []],
    ['in what is above the root is none', trusts('/'), '/p/sub', []],
    [
      'is taken back for a directory',
      says(['/p', 'trusted'], ['/p/sub', 'untrusted']),
      '/p/sub',
      ['/p'],
    ],
    [
      'is given to a directory alone',
      says(['/p', 'untrusted'], ['/p/sub', 'trusted']),
      '/p/sub',
      ['/p/sub'],
    ],
    ['without a level is none', '[projects."/p"]\n', '/p', []],
    ['needs the path as it is', trusts('/p/', '/x/../p'), '/p', []],
  ])('%s', async (_, settings, cwd, expected) => {
    expect(await directories(cwd, settings)).toEqual(expected);
  });

  test('holds through a link, and for the link alone when that was meant', async () => {
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
  ])('is not guessed at: %j', async (settings, message) => {
    await expect(directories('/p', settings)).rejects.toMatchObject({ code: 'failed', message });
  });
});

describe('the root of a project', () => {
  test('is the directory itself without a repository', async () => {
    files.files.delete('/p/.git/HEAD');
    files.add({ '/p/.git/config': '' });

    expect(await directories('/p/sub', trusts('/p', '/p/sub'))).toEqual(['/p/sub']);
  });

  test('is what the markers say', async () => {
    const both = trusts('/p');
    expect(await directories('/p/sub', `project_root_markers = []\n${both}`)).toEqual(['/p/sub']);
    expect(await directories('/p/sub/deep', `project_root_markers = ["sub"]\n${both}`)).toEqual([
      '/p',
      '/p/sub',
    ]);
  });

  test('is not looked for beyond all bounds', async () => {
    expect(await directories(`/p${'/x'.repeat(1000)}`, trusts('/p'))).toEqual([]);
  });
});

test('what a project must not decide is taken out of its configuration', async () => {
  files.add({
    '/p/.codex/config.toml': 'model = "x"\nnotify = ["x"]\nprofile = "x"\n[otel]\nx = 1\n',
  });
  const fileSystem = files.forSandbox(undefined);
  const configurations = new ConfigurationFiles(fileSystem, toml, DEFAULT_LIMITS);
  const projects = new ProjectLayers(fileSystem, configurations, DEFAULT_LIMITS);
  const [layer] = await projects.read('/p', await toml.parse(trusts('/p')), '/home/.codex');

  expect(layer?.table).toEqual(new Map([['model', 'x']]));
});

describe('a linked worktree', () => {
  const GIT_DIR = '/p/.git/worktrees/tree';

  beforeEach(() => {
    files.add({
      '/tree/.git': `gitdir: ${GIT_DIR}\n`,
      '/tree/d/.codex/config.toml': 'model = "tree"\n',
      [`${GIT_DIR}/gitdir`]: '/tree/.git\n',
    });
  });

  test('is trusted as its repository is', async () => {
    expect(await directories('/tree/d', trusts('/p'))).toEqual(['/tree/d']);
  });

  test('may name its repository from where it is', async () => {
    files.add({ '/tree/.git': 'gitdir: ../p/.git/worktrees/tree\n' });

    expect(await directories('/tree/d', trusts('/p'))).toEqual(['/tree/d']);
  });

  test('is not trusted when it is untrusted itself', async () => {
    const settings = says(['/p', 'trusted'], ['/tree', 'untrusted']);

    expect(await directories('/tree/d', settings)).toEqual([]);
  });

  test.each([
    ['of another worktree', `gitdir: ${GIT_DIR}\n`],
    ['of no worktree', 'gitdir: /p/.git/worktrees/other\n'],
    ['of a repository itself', 'gitdir: /p/.git\n'],
    ['of nothing', 'nonsense'],
  ])('is not trusted for saying that it is one: %s', async (_, text) => {
    files.add({ '/forged/.git': text, '/forged/.codex/config.toml': 'model = "forged"\n' });

    expect(await directories('/forged', trusts('/p', '/p/.git', '/'))).toEqual([]);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeFiles } from '../../../fakes/files/fake-files.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const HOME = '/home/tester/.codex';
const TRUST = '[projects."/p"]\ntrust_level = "trusted"\n';

let hostFiles: FakeFiles;
let harness: UseCaseHarness;
let client: HarnessClient;

beforeEach(() => {
  hostFiles = new FakeFiles();
  harness = new UseCaseHarness({}, 'pause', { fileSystems: hostFiles });
  client = harness.open();
});

const read = (path: string | undefined = '/p', keys = [['model']], requirements: string[][] = []) =>
  harness.useCases.readConfiguration.execute(client.connection, {
    cwd: { asSent: `file://${path}`, path },
    configPaths: keys,
    requirementsPaths: requirements,
  });

/** The sources of the layers, each with its first line. */
const layersOf = async (...request: Parameters<typeof read>): Promise<string[]> =>
  (await read(...request)).config.layers.map(
    ({ source, text }) => `${source}: ${text.split('\n')[0]}`,
  );

describe('ReadConfiguration layers', () => {
  test('are empty on a host without configuration', async () => {
    expect(await read()).toEqual({
      userHomeDir: '/home/tester',
      codexHomeDir: HOME,
      hostname: 'testhost',
      config: { layers: [], cloudInsertionIndex: 0 },
      requirements: { layers: [], cloudInsertionIndex: 0 },
    });
  });

  test('are ordered system, user, project, managed', async () => {
    hostFiles.add({
      '/etc/codex/config.toml': 'model = "system"\n',
      '/etc/codex/managed_config.toml': 'model = "managed"\n',
      [`${HOME}/config.toml`]: `model = "user"\n${TRUST}`,
      '/p/.git/HEAD': '',
      '/p/.codex/config.toml': 'model = "project"\n',
      '/p/sub/.codex/config.toml': 'model = "sub"\n',
    });

    const { config } = await read('/p/sub/not/there');

    expect(config.cloudInsertionIndex).toBe(1);
    expect(config.layers).toEqual([
      {
        source: 'system (/etc/codex/config.toml)',
        baseDir: '/etc/codex',
        text: 'model = "system"\n',
      },
      { source: `user (${HOME}/config.toml)`, baseDir: HOME, text: 'model = "user"\n' },
      {
        source: 'project (/p/.codex/config.toml)',
        baseDir: '/p/.codex',
        text: 'model = "project"\n',
      },
      {
        source: 'project (/p/sub/.codex/config.toml)',
        baseDir: '/p/sub/.codex',
        text: 'model = "sub"\n',
      },
      {
        source: 'legacy managed_config.toml (/etc/codex/managed_config.toml)',
        baseDir: '/etc/codex',
        text: 'model = "managed"\n',
      },
    ]);
  });

  test('are left out without any requested key, for cloudInsertionIndex too', async () => {
    hostFiles.add({
      '/etc/codex/config.toml': 'other = 1\n',
      [`${HOME}/config.toml`]: 'model = "user"\n',
    });

    expect((await read()).config).toMatchObject({
      layers: [{ baseDir: HOME }],
      cloudInsertionIndex: 0,
    });
  });

  test('are separate for requirements, with managed_config.toml after requirements.toml', async () => {
    hostFiles.add({
      '/etc/codex/requirements.toml': 'x = 3\n',
      '/etc/codex/managed_config.toml': 'x = 4\nsandbox_mode = "workspace-write"\n',
    });

    expect((await read('/', [], [['x'], ['allowed_sandbox_modes']])).requirements).toEqual({
      layers: [
        { source: '/etc/codex/requirements.toml', baseDir: '/etc/codex', text: 'x = 3\n' },
        {
          source: '/etc/codex/managed_config.toml',
          baseDir: '/etc/codex',
          text: 'allowed_sandbox_modes = ["read-only", "workspace-write"]\n',
        },
      ],
      cloudInsertionIndex: 1,
    });
  });
});

describe('ReadConfiguration CODEX_HOME', () => {
  const codexHome = (value: string) => {
    harness.host.variables = { CODEX_HOME: value };
  };

  test.each([
    ['is resolved through links', '/link', '/real/home'],
    ['is resolved against the working directory', 'here', '/srv/here'],
    ['counts as unset when it is empty', '', HOME],
  ])('%s', async (_, value, expected) => {
    codexHome(value);
    hostFiles.links.set('/link', '/real/home');
    hostFiles.add({ '/real/home/x': '', '/srv/here/x': '' });

    expect((await read()).codexHomeDir).toBe(expected);
  });

  test.each([
    ['/nowhere', 'does not exist'],
    [' ', 'does not exist'],
    ['/file', 'is not a directory'],
  ])('%j is refused', async (value, problem) => {
    codexHome(value);
    hostFiles.add({ '/file': '' });

    await expect(read()).rejects.toMatchObject({
      code: 'failed',
      message: `failed to find Codex home: CODEX_HOME points to "${value}", but that path ${problem}`,
    });
  });

  test('is not read as the configuration of a project that it is in', async () => {
    codexHome('/p/.codex');
    hostFiles.add({ '/p/.codex/config.toml': `model = "user"\n${TRUST}` });

    expect(await layersOf()).toEqual(['user (/p/.codex/config.toml): model = "user"']);
  });
});

describe('ReadConfiguration refused', () => {
  test('refuses the request before initialize', async () => {
    client = harness.connect();

    await expect(read()).rejects.toThrow(
      'client must call initialize before using environment config methods',
    );
  });

  test.each([
    ['no path', [], 'at least one config or requirements path is required'],
    ['an empty path', [['model'], []], 'TOML paths must contain at least one key segment'],
  ])('refuses a request with %s', async (_, keys, message) => {
    await expect(read('/p', keys as string[][])).rejects.toMatchObject({
      code: 'invalid-argument',
      message,
    });
  });

  test('refuses a path of another operating system', async () => {
    await expect(
      harness.useCases.readConfiguration.execute(client.connection, {
        cwd: { asSent: 'file:///C:/x', path: undefined },
        configPaths: [['model']],
        requirementsPaths: [],
      }),
    ).rejects.toMatchObject({
      code: 'invalid-argument',
      message: 'the path is of another kind of host',
    });
  });
});

describe('ReadConfiguration errors', () => {
  const FILES = {
    user: `${HOME}/config.toml`,
    project: '/p/.codex/config.toml',
    requirements: '/etc/codex/requirements.toml',
  };
  const failure = (message: string) => ({
    code: 'failed',
    message: expect.stringMatching(new RegExp(`^failed to load executor-local config: ${message}`)),
  });

  beforeEach(() => {
    hostFiles.add({ [FILES.user]: TRUST });
  });

  test.each([
    [FILES.user, `${FILES.user}:2:9: \\w`],
    [
      FILES.project,
      `Error parsing project config file ${FILES.project}: TOML parse error at line 2, column 9: \\w`,
    ],
    [
      FILES.requirements,
      `failed to parse requirements layer ${FILES.requirements}: TOML parse error at line 2, column 9: \\w`,
    ],
  ])('name the position of a syntax error in %s, not its content', async (path, message) => {
    hostFiles.add({ [path]: 'a = 1\ntoken = = "s3cr3t"\n' });

    const error = await read().catch((caught: unknown) => caught);
    expect(error).toMatchObject(failure(message));
    expect(String(error)).not.toContain('s3cr3t');
  });

  test.each([
    [FILES.user, `Failed to read config file ${FILES.user}: invalid utf-8`],
    [FILES.project, `Failed to read project config file ${FILES.project}: invalid utf-8`],
    [FILES.requirements, `Failed to read requirements file ${FILES.requirements}: invalid utf-8`],
  ])('name the file %s when it is not UTF-8, not its content', async (path, message) => {
    hostFiles.add({ [path]: Uint8Array.of(0x61, 0xff) });

    await expect(read()).rejects.toMatchObject(failure(message));
  });

  test('name a file that is not readable', async () => {
    hostFiles.unreadable.add(FILES.user);

    const message = `Failed to read config file ${FILES.user}: Permission denied \\(os error 13\\)$`;
    await expect(read()).rejects.toMatchObject(failure(message));
  });

  test('name a file beyond maxConfigurationFileBytes', async () => {
    const limits = { maxConfigurationFileBytes: 10 };
    harness = new UseCaseHarness(limits, 'pause', { fileSystems: hostFiles });
    client = harness.open();
    hostFiles.add({ [FILES.user]: '# a long comment\n' });

    const message = 'Failed to read config file .*: file is too large';
    await expect(read()).rejects.toMatchObject(failure(message));
  });

  test('are none for a byte order mark', async () => {
    hostFiles.add({ [FILES.user]: '\uFEFFmodel = "user"\n' });

    expect(await layersOf()).toEqual([`user (${FILES.user}): model = "user"`]);
  });
});

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';

/** Has the homes of the daemon; a test finds it empty. */
let directory: string;
let server: ExecServerHarness;
let client: Client;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'environment-')));
  const env = { CODEX_HOME: join(directory, 'codex'), HOME: join(directory, 'home') };
  server = await execServer({ mode: 'daemon', env });
  client = await server.client();
});

afterEach(async () => {
  await rm(directory, { recursive: true });
  await mkdir(directory);
});

afterAll(async () => {
  await server.shutdown();
  await rm(directory, { recursive: true });
});

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), contents);
  }
};

test('environmentConfig/read returns the configuration of the user and of a trusted project', async () => {
  await write({
    'codex/config.toml': `token = "s3cr3t"\n[mcp_servers.a]\ncommand = "x" # why\n[projects."${directory}/p"]\ntrust_level = "trusted"\n`,
    'p/.git/HEAD': 'ref: refs/heads/main\n',
    'p/.codex/config.toml': 'mcp_servers = { b = { command = "y", env = { A = "1" } } }\n',
    'p/sub/x': '',
  });
  const report = await client.request('environmentConfig/read', {
    cwd: `file://${directory}/p/sub`,
    configPaths: [['mcp_servers']],
    requirementsPaths: [['mcp_servers']],
  });

  expect(report).toMatchObject({
    codexHomeDir: `file://${directory}/codex`,
    hostname: expect.any(String),
    config: {
      layers: [
        {
          source: `user (${directory}/codex/config.toml)`,
          baseDir: `file://${directory}/codex`,
          toml: '[mcp_servers.a]\ncommand = "x"\n',
        },
        {
          source: `project (${directory}/p/.codex/config.toml)`,
          baseDir: `file://${directory}/p/.codex`,
          toml: '[mcp_servers.b]\ncommand = "y"\n\n[mcp_servers.b.env]\nA = "1"\n',
        },
      ],
    },
  });
});

test('capabilityRoots/discoverV1 returns the plugin and the skills of a directory', async () => {
  await write({
    'r/.codex-plugin/plugin.json': '{"mcpServers":"./m.json","apps":"/etc/passwd"}',
    'r/m.json': '{}',
    'r/skills/one/SKILL.md': 'do\r\nthis',
    'r/skills/one/agents/openai.yaml': 'interface: {}',
    'r/skills/é/SKILL.md': 'é',
  });
  const at = (path: string, contents: string) => ({
    path: `file://${directory}/r/${path}`,
    contents,
  });
  const manifest = at(
    '.codex-plugin/plugin.json',
    '{"mcpServers":"./m.json","apps":"/etc/passwd"}',
  );

  expect(
    await client.request('capabilityRoots/discoverV1', {
      roots: [{ id: 'r', path: `file://${directory}/r` }],
    }),
  ).toEqual({
    roots: [
      {
        id: 'r',
        path: `file://${directory}/r`,
        plugin: { manifest, mcpConfig: at('m.json', '{}'), appsConfig: null },
        skills: [
          { instructions: at('skills/%C3%A9/SKILL.md', 'é'), metadata: null },
          {
            instructions: at('skills/one/SKILL.md', 'do\r\nthis'),
            metadata: at('skills/one/agents/openai.yaml', 'interface: {}'),
          },
        ],
        namespaceManifests: [manifest],
        warnings: [`ignoring apps in ${manifest.path}: path must start with \`./\``],
        error: null,
      },
    ],
  });
});

test('capabilities/discoverV2 returns the installed plugins and skills, later ones included', async () => {
  const skill = (name: string, more = '') => `---\nname: ${name}\ndescription: d\n---\n${more}`;
  const at = (path: string) => `file://${directory}/${path}`;
  const place = 'codex/plugins/cache/m/p/1.0.0';
  await write({
    'codex/skills/one/SKILL.md': skill('one', 's3cr3t'),
    'codex/skills/one/agents/openai.yaml': 'policy: { allow_implicit_invocation: false }\n',
    [`${place}/.codex-plugin/plugin.json`]: '{"name":"p"}',
    [`${place}/skills/two/SKILL.md`]: skill('two'),
    'project/.agents/skills/three/SKILL.md': skill('three'),
  });
  const discover = () => client.request('capabilities/discoverV2', { cwd: at('project') });

  expect(await discover()).toEqual({
    plugins: [
      {
        id: 'p@m',
        displayName: 'p',
        remotePluginId: null,
        version: '1.0.0',
        root: at(place),
        files: {
          manifest: { path: at(`${place}/.codex-plugin/plugin.json`), contents: '{"name":"p"}' },
          mcpConfig: null,
          appsConfig: null,
        },
        skills: [
          {
            name: 'p:two',
            description: 'd',
            shortDescription: null,
            path: at(`${place}/skills/two/SKILL.md`),
            dependencies: null,
            policy: null,
          },
        ],
      },
    ],
    skills: [
      {
        name: 'one',
        description: 'd',
        shortDescription: null,
        path: at('codex/skills/one/SKILL.md'),
        discoveryRoot: { id: 'codex-home-skills', path: at('codex/skills') },
        dependencies: null,
        policy: { allowImplicitInvocation: false, products: [] },
      },
    ],
    warnings: [],
  });

  await write({ 'home/.agents/skills/four/SKILL.md': skill('four') });

  expect((await discover()).skills.map(({ name }) => name)).toEqual(['one', 'four']);
});

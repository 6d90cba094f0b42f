import { mkdir } from 'node:fs/promises';

const LISTEN = ['--listen', 'ws://127.0.0.1:0'];

/** Configuration and capabilities where the daemon runs; each with a daemon of its own. */
export const CONFIGURATION = [
  {
    name: 'environment-config',
    run: async (talk) => {
      const project = talk.path('project');
      const trust = `[projects."${project}"]\ntrust_level = "trusted"\n`;
      const user =
        'model = "m"\nnumber = 1_000\n[mcp_servers.one]\ncommand = "one" # comment\nargs = ["a", "b"]\n' +
        '[mcp_servers.one.env]\nA = "1"\n[mcp_servers."two three"]\nurl = "http://x/"\n[other]\ndate = 2026-01-02\n';
      await talk.put('home/config.toml', user + trust);
      await talk.put('project/.git/HEAD', 'ref: refs/heads/main\n');
      await talk.put(
        'project/.codex/config.toml',
        '[mcp_servers.project]\ncommand = "p"\n[other]\nx = 1\n',
      );
      await talk.put('project/sub/.codex/config.toml', '[mcp_servers.sub]\ncommand = "s"\n');
      await talk.put('stranger/.codex/config.toml', '[mcp_servers.bad]\ncommand = "x"\n');
      await talk.put('stranger/.git/HEAD', 'ref: refs/heads/main\n');
      const wire = await own(talk, 'home');
      const read = (label, cwd, configPaths, requirementsPaths = []) =>
        talk.ask(wire, label, 'environmentConfig/read', {
          cwd: talk.uri(cwd),
          configPaths,
          requirementsPaths,
        });
      await read('servers, outside', '.', [['mcp_servers']]);
      await read('servers, in the project', 'project', [['mcp_servers']], [['mcp_servers']]);
      await read('servers, below', 'project/sub', [['mcp_servers']]);
      await read('servers, in a stranger’s project', 'stranger', [['mcp_servers']]);
      await read('one server', '.', [['mcp_servers', 'one']]);
      await read('one with a blank in its name', '.', [['mcp_servers', 'two three']]);
      await read('values', '.', [['model'], ['number'], ['other', 'date']]);
      await read('a key in a table', '.', [['mcp_servers', 'one', 'env', 'A']]);
      await read('through a value', '.', [['model', 'x']]);
      await read('none of it', '.', [['nothing']]);
      await read('overlapping', '.', [['mcp_servers', 'one'], ['mcp_servers']]);
      await read('no paths', '.', [], []);
      await read('an empty path', '.', [[]]);
      await read('an empty requirement', '.', [['a']], [[]]);
      await read('an empty segment', '.', [['']]);
      await read('only requirements', '.', [], [['mcp_servers']]);
      await read('missing directory', 'no-such-directory', [['mcp_servers']]);
      await talk.ask(wire, 'foreign directory', 'environmentConfig/read', {
        cwd: 'file:///C:/x',
        configPaths: [['a']],
        requirementsPaths: [],
      });
    },
  },
  {
    name: 'environment-config-broken',
    run: async (talk) => {
      await talk.put('home/config.toml', '[mcp_servers\n');
      const wire = await own(talk, 'home');
      const { error } = await wire.request('environmentConfig/read', {
        cwd: talk.uri('.'),
        configPaths: [['mcp_servers']],
        requirementsPaths: [],
      });
      talk.note('TOML that cannot be read', error?.code);
      talk.note('its text', error?.message?.split('\n')[0].split(':')[0]);
    },
  },
  {
    name: 'environment-config-none',
    run: async (talk) => {
      await mkdir(talk.path('home'));
      const wire = await own(talk, 'home');
      const params = { cwd: talk.uri('.'), configPaths: [['mcp_servers']], requirementsPaths: [] };
      await talk.ask(wire, 'no file', 'environmentConfig/read', params);
    },
  },
  {
    name: 'capability-roots',
    run: async (talk) => {
      await talk.put('plugin/.codex-plugin/plugin.json', '{"name":"p"}');
      await talk.put('plugin/.mcp.json', '{"mcpServers":{}}');
      await talk.put('plugin/skills/one/SKILL.md', skill('one'));
      await talk.put('plugin/skills/two/SKILL.md', skill('two'));
      await talk.put('plugin/skills/none/README.md', 'x');
      await talk.put('bare/other.txt', 'x');
      await talk.put('file', 'x');
      const wire = await talk.session();
      const discover = (label, roots) =>
        talk.ask(wire, label, 'capabilityRoots/discoverV1', { roots });
      const root = (id) => ({ id, path: talk.uri(id) });
      await discover('none', []);
      await discover('a plugin', [root('plugin')]);
      await discover('a bare directory', [root('bare')]);
      await discover('missing', [root('missing')]);
      await discover('a file', [root('file')]);
      await discover('several', [root('missing'), root('bare'), root('missing')]);
      await discover(
        '129',
        Array.from({ length: 129 }, (_, index) => root(`r${index}`)),
      );
    },
  },
  {
    name: 'capabilities',
    run: async (talk) => {
      const cache = 'home/plugins/cache';
      const plugin = (place, manifest) =>
        talk.put(`${cache}/${place}/.codex-plugin/plugin.json`, manifest);
      await talk.put(
        'home/skills/one/SKILL.md',
        skill('one', 'metadata: {short-description: 1}\n'),
      );
      await talk.put('home/skills/one/agents/openai.yaml', AGENT);
      await talk.put('home/skills/.system/two/SKILL.md', skill('two'));
      await talk.put(
        'home/skills/prose/SKILL.md',
        '---\ndescription: for AWS: ECS # a note\n---\n',
      );
      await talk.put('home/skills/none/SKILL.md', 'no frontmatter');
      await talk.put('home/.agents/skills/three/SKILL.md', skill('three'));
      await talk.put('project/.git/HEAD', 'ref: refs/heads/main\n');
      await talk.put('project/.agents/skills/four/SKILL.md', skill('four'));
      await plugin('m/p/1.9.0', '{}');
      await plugin('m/p/1.10.0', '{"name":"p","interface":{"displayName":"The P"},"apps":"/x"}');
      await talk.put(`${cache}/m/p/1.10.0/skills/five/SKILL.md`, skill('five'));
      await talk.put(`${cache}/m/p/1.10.0/.mcp.json`, '{"mcpServers":{}}');
      await talk.put(`${cache}/m/p/.codex-remote-plugin-install.json`, INSTALLED);
      await plugin('m/broken/local', '{');
      await plugin('m/no origin/1', '{}');
      await plugin('a/z/1', '{"name":""}');
      await talk.put(`${cache}/a/z/.codex-remote-plugin-install.json`, '{}');
      const wire = await own(talk, 'home');
      const discover = (label, cwd, sandbox) =>
        talk.ask(wire, label, 'capabilities/discoverV2', { cwd, sandbox });
      const project = talk.uri('project');
      await discover('in a project', project);
      await discover('in a missing directory', talk.uri('nowhere'));
      await discover('in a directory of elsewhere', 'file:///C:/x');
      const under = (entries, more) => ({
        permissions: {
          type: 'managed',
          file_system: { type: 'restricted', entries },
          network: 'restricted',
        },
        windowsSandboxLevel: 'disabled',
        cwd: project,
        ...more,
      });
      const path = (name, access) => ({ path: { type: 'path', path: talk.uri(name) }, access });
      const all = { path: { type: 'special', value: { kind: 'root' } }, access: 'read' };
      const roots = { path: { type: 'special', value: { kind: 'project_roots' } }, access: 'read' };
      await discover('all readable', project, under([all]));
      await discover('nothing readable', project, under([]));
      await discover('skills hidden', project, under([all, path('home/skills', 'deny')]));
      await discover('a plugin hidden', project, under([all, path(`${cache}/m/p`, 'deny')]));
      await discover('some skills alone', project, under([path('home/.agents', 'read')]));
      await discover('the project alone', project, under([roots], { workspaceRoots: [project] }));
      await discover('a sandbox without directory', project, under([all], { cwd: undefined }));
    },
  },
  {
    name: 'capabilities-unreachable',
    run: async (talk) => {
      await talk.put('home/.agents', 'a file');
      const wire = await own(talk, 'home');
      const discover = (label, from) =>
        talk.ask(from, label, 'capabilities/discoverV2', { cwd: 'file:///' });
      await discover('a file on the way', wire);
      const home = await talk.launch(LISTEN, { CODEX_HOME: talk.path('none') });
      talk.onClose(home.end);
      await discover('no home', await talk.session({}, home.url));
    },
  },
];

const INSTALLED = '{"schema_version":1,"remote_plugin_id":" far "}';

const AGENT =
  'interface: {display_name: One}\npolicy: {allow_implicit_invocation: false, products: [CODEX]}\n' +
  'dependencies:\n  tools:\n    - {type: mcp, value: v, oauth: {callback_port: 0x10}}\n    - {type: mcp}\n';

const skill = (name, more = '') =>
  `---\nname: ${name}\ndescription: does ${name}\n${more}---\nBody.\n`;

/** A session with a daemon that has the directory for its home. */
async function own(talk, home) {
  const daemon = await talk.launch(LISTEN, { CODEX_HOME: talk.path(home), HOME: talk.path(home) });
  talk.onClose(daemon.end);
  return await talk.session({}, daemon.url);
}

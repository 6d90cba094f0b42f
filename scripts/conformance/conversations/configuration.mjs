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
      await read('missing folder', 'no-such-folder', [['mcp_servers']]);
      await talk.ask(wire, 'foreign folder', 'environmentConfig/read', {
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
      const skill = (name) => `---\nname: ${name}\ndescription: does ${name}\n---\nBody.\n`;
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
      await discover('a bare folder', [root('bare')]);
      await discover('missing', [root('missing')]);
      await discover('a file', [root('file')]);
      await discover('several', [root('missing'), root('bare'), root('missing')]);
      await discover(
        '129',
        Array.from({ length: 129 }, (_, index) => root(`r${index}`)),
      );
      await talk.ask(wire, 'discoverV2', 'capabilities/discoverV2', { cwd: talk.uri('.') });
      await talk.ask(wire, 'discoverV2, missing', 'capabilities/discoverV2', {
        cwd: talk.uri('none'),
      });
    },
  },
];

/** A session with a daemon that has the folder for its home. */
async function own(talk, home) {
  const daemon = await talk.launch(LISTEN, { CODEX_HOME: talk.path(home), HOME: talk.path(home) });
  talk.onClose(daemon.end);
  return await talk.session({}, daemon.url);
}

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type {
  CapabilitiesDiscoverResult,
  CapabilityRootsDiscoverResult,
} from '../../../src/protocol/capabilities.js';
import type { SandboxContext } from '../../../src/protocol/process.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/index.js';
import { BASE } from './sandbox-fixture.js';
import { managed, pathRule, readOnly } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const PLUGINS = 'codex/plugins/cache/m';

describeSandboxed('Discovery in a sandbox', () => {
  let directory: string;
  let server: ExecServerHarness;

  const at = (path: string) => join(directory, path);

  const write = async (path: string, contents: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), contents);
  };

  const writeSkill = async (path: string, name: string) =>
    await write(`${path}/SKILL.md`, `---\nname: ${name}\ndescription: of ${name}\n---\n`);

  beforeAll(async () => {
    await mkdir(BASE, { recursive: true });
    directory = await mkdtemp(join(BASE, 'discovery-'));
    await writeSkill('codex/skills/open', 'open');
    await writeSkill('codex/skills/hidden', 'hidden');
    await writeSkill('home/.agents/skills/agents', 'agents');
    for (const name of ['open', 'hidden']) {
      await write(`${PLUGINS}/${name}/1/.codex-plugin/plugin.json`, `{"name":"${name}"}`);
      await write(`${PLUGINS}/${name}/1/.mcp.json`, `{"of":"${name}"}`);
      await writeSkill(`${PLUGINS}/${name}/1/skills/s`, `of-${name}`);
    }
    await symlink(at(`${PLUGINS}/hidden/1/skills/s`), at('codex/skills/link'));
    const env = { CODEX_HOME: at('codex'), HOME: at('home') };
    server = await execServer({ mode: 'daemon', env });
  });

  afterAll(async () => {
    await server.shutdown();
    await rm(directory, { recursive: true, force: true });
  });

  /** All readable but what is hidden. */
  const hiding = (...paths: string[]): SandboxContext => {
    const sandbox = readOnly(directory);
    const rules = paths.map((path) => pathRule(at(path), 'deny'));
    if (sandbox.permissions.type !== 'managed') {
      throw new Error('not managed');
    }
    if (sandbox.permissions.file_system.type !== 'restricted') {
      throw new Error('not restricted');
    }
    sandbox.permissions.file_system.entries.push(...rules);
    return sandbox;
  };

  const roots = async (sandbox: SandboxContext, ...paths: string[]) => {
    const found = await server.request('capabilityRoots/discoverV1', {
      roots: paths.map((path) => ({ id: path, path: `file://${at(path)}`, sandbox })),
    });
    return (found as CapabilityRootsDiscoverResult).roots;
  };

  const installed = async (sandbox: SandboxContext) =>
    (await server.request('capabilities/discoverV2', {
      cwd: `file://${directory}`,
      sandbox,
    })) as CapabilitiesDiscoverResult;

  const OPEN = `${PLUGINS}/open/1`;
  const HIDDEN = `${PLUGINS}/hidden/1`;

  test('returns the roots that may be read', async () => {
    const [open, hidden] = await roots(readOnly(directory), OPEN, HIDDEN);

    expect([open, hidden]).toMatchObject([
      { plugin: { mcpConfig: { contents: '{"of":"open"}' } }, error: null },
      { plugin: { mcpConfig: { contents: '{"of":"hidden"}' } }, error: null },
    ]);
    expect(open?.skills[0]?.instructions.contents).toContain('of-open');
  });

  test('returns nothing of a hidden root, nor through a link into it', async () => {
    const [open, hidden, skills] = await roots(
      hiding(HIDDEN, 'codex/skills/hidden'),
      OPEN,
      HIDDEN,
      'codex/skills',
    );

    expect(open?.plugin?.manifest.contents).toBe('{"name":"open"}');
    expect(hidden).toMatchObject({ plugin: null, skills: [], namespaceManifests: [] });
    expect(skills?.skills.map(({ instructions }) => instructions.path)).toEqual([
      `file://${at('codex/skills/open/SKILL.md')}`,
    ]);
    expect(JSON.stringify([hidden, skills])).not.toMatch(/name.{3}hidden|of-hidden/);
  });

  test('returns a root that is visible in an otherwise hidden tree', async () => {
    const [open, hidden] = await roots(
      managed(directory, [pathRule(at(OPEN), 'read')]),
      OPEN,
      HIDDEN,
    );

    expect(open?.skills).toHaveLength(1);
    expect(hidden).toMatchObject({ plugin: null, skills: [] });
    expect(hidden?.error).toMatch(/No such file or directory/);
  });

  test('returns the installed plugins and skills that may be read', async () => {
    const { plugins, skills, warnings } = await installed(readOnly(directory));

    expect(plugins.map(({ id }) => id)).toEqual(['hidden@m', 'open@m']);
    expect(skills.map(({ name }) => name)).toEqual(['hidden', 'of-hidden', 'open', 'agents']);
    expect(warnings).toEqual([]);
  });

  test('returns no installed plugin or skill that is hidden', async () => {
    const sandbox = hiding(`${PLUGINS}/hidden`, 'codex/skills/hidden', 'home');

    const { plugins, skills } = await installed(sandbox);

    expect(plugins.map(({ id }) => id)).toEqual(['open@m']);
    expect(skills.map(({ name }) => name)).toEqual(['open']);
    expect(await installed(managed(directory, []))).toEqual({
      plugins: [],
      skills: [],
      warnings: [],
    });
  });
});

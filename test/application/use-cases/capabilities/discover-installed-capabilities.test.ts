import { beforeEach, describe, expect, test } from '@jest/globals';
import { InMemoryFileSystem } from '../../../../src/adapters/file-system/memory/in-memory-file-system.js';
import { INVENTORY_FORMAT } from '../../../../src/adapters/json-rpc/presenters/present-inventory.js';
import type { Limits } from '../../../../src/application/limits/limits.js';
import type { CapabilityInventory } from '../../../../src/application/use-cases/capabilities/capability-inventory.js';
import { ExecServerError } from '../../../../src/domain/errors.js';
import { FakeHost } from '../../../fakes/fake-host.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const CACHE = '/codex/plugins/cache';

let files: InMemoryFileSystem;
let host: FakeHost;

beforeEach(() => {
  files = new InMemoryFileSystem();
  host = new FakeHost();
  host.variables = { CODEX_HOME: '/codex' };
  files.addDirectory('/codex');
});

const add = async (contents: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(contents)) {
    const parent = path.slice(0, path.lastIndexOf('/'));
    await files.createDirectory(parent, { recursive: true, followSymlinks: true });
    await files.writeFile(path, new TextEncoder().encode(text), { followSymlinks: true });
  }
};

const skill = (name: string) => `---\nname: ${name}\ndescription: d\n---\n`;

const discover = async (limits: Partial<Limits> = {}) => {
  const ports = { fileSystems: { forSandbox: () => files }, hostInformation: host };
  const bench = new UseCaseHarness(limits, 'pause', ports);
  const { connection } = bench.open();
  const inventory = await bench.useCases.discoverInstalledCapabilities.execute(connection, {
    sandbox: undefined,
    format: INVENTORY_FORMAT,
  });
  return { ...inventory, found: [...inventory.plugins, ...skillsByLocation(inventory)] };
};

const skillsByLocation = ({ skills }: CapabilityInventory) => {
  const locations = [...new Set(skills.map(({ location }) => location))];
  return locations.map((location) => ({
    location,
    skills: skills.filter((each) => each.location === location).map((each) => each.skill),
  }));
};

const found = async () =>
  (await discover()).found.map(({ location, skills }) => ({
    id: location.id,
    root: location.root,
    skills: skills.map(({ name }) => name),
  }));

describe('DiscoverInstalledCapabilities for skills', () => {
  test('finds them in CODEX_HOME, in ~/.agents and in /etc/codex', async () => {
    await add({
      '/codex/skills/a/SKILL.md': skill('a'),
      '/codex/skills/.system/b/SKILL.md': skill('b'),
      '/home/tester/.agents/skills/c/SKILL.md': skill('c'),
      '/etc/codex/skills/d/SKILL.md': skill('d'),
      '/srv/.codex/skills/e/SKILL.md': skill('e'),
    });

    expect(await found()).toEqual([
      {
        id: 'codex-home-skills',
        root: '/codex/skills',
        skills: expect.arrayContaining(['a', 'b']),
      },
      { id: 'user-agent-skills', root: '/home/tester/.agents/skills', skills: ['c'] },
      { id: 'system-skills', root: '/etc/codex/skills', skills: ['d'] },
    ]);
  });

  test('reports one directory once', async () => {
    host.variables = { CODEX_HOME: '/home/tester/.agents' };
    await add({ '/home/tester/.agents/skills/a/SKILL.md': skill('a') });

    expect(await found()).toMatchObject([{ id: 'codex-home-skills', skills: ['a'] }]);
  });

  test('prefixes a skill with the name of its nearest plugin', async () => {
    await add({
      '/codex/.codex-plugin/plugin.json': '{"name":"outer"}',
      '/codex/skills/a/SKILL.md': skill('a'),
      '/codex/skills/in/.claude-plugin/plugin.json': '{}',
      '/codex/skills/in/b/SKILL.md': skill('b'),
      '/codex/skills/broken/.codex-plugin/plugin.json': '{',
      '/codex/skills/broken/c/SKILL.md': skill('c'),
    });

    expect((await found())[0]?.skills).toEqual(
      expect.arrayContaining(['outer:a', 'in:b', 'outer:c']),
    );
  });

  test('leaves out skills that cannot be described, with a warning', async () => {
    const long = 'n'.repeat(65);
    await add({
      '/codex/skills/in/.codex-plugin/plugin.json': `{"name":"${long}"}`,
      '/codex/skills/in/a/SKILL.md': skill('a'.repeat(64)),
      '/codex/skills/b/SKILL.md': 'none',
      '/codex/skills/c/SKILL.md': skill('c'),
    });

    expect(await discover()).toMatchObject({
      found: [{ skills: [{ name: 'c' }] }],
      missing: ['metadata'],
    });
  });
});

describe('DiscoverInstalledCapabilities for plugins', () => {
  test('reports the active version of a plugin, enabled or not', async () => {
    const root = `${CACHE}/m/p/1.10.0`;
    await add({
      [`${CACHE}/m/p/1.9.0/.codex-plugin/plugin.json`]: '{"name":"old"}',
      [`${root}/.codex-plugin/plugin.json`]: '{"name":"p","interface":{"displayName":"The P"}}',
      [`${root}/.mcp.json`]: '{}',
      [`${root}/skills/a/SKILL.md`]: skill('a'),
      [`${CACHE}/m/p/.codex-remote-plugin-install.json`]:
        '{"schema_version":1,"remote_plugin_id":"r"}',
      '/codex/config.toml': '[plugins."p@m"]\nenabled = false\n',
    });

    expect(await discover()).toMatchObject({
      found: [
        {
          location: { id: 'p@m', root, version: '1.10.0', remoteId: 'r' },
          displayName: 'The P',
          files: { mcpConfig: { path: `${root}/.mcp.json` }, appsConfig: undefined },
          skills: [{ name: 'p:a' }],
        },
      ],
      missing: [],
    });
  });

  test('orders plugins by id, before the skills that belong to none', async () => {
    await add({
      '/codex/skills/a/SKILL.md': skill('a'),
      [`${CACHE}/b/z/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/a/z/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/b/a/1/.codex-plugin/plugin.json`]: '{}',
    });

    expect((await found()).map(({ id }) => id)).toEqual(['a@b', 'z@a', 'z@b', 'codex-home-skills']);
  });

  test('ignores plugins with an invalid name or version and those behind a link', async () => {
    await add({
      [`${CACHE}/m/.hidden/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m.k/p/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/q/a b/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/file`]: '',
      '/elsewhere/.codex-plugin/plugin.json': '{}',
    });
    files.addDirectory(`${CACHE}/m/linked`);
    files.addSymlink(`${CACHE}/m/linked/1`, '/elsewhere');

    expect(await discover()).toMatchObject({ found: [], missing: [] });
  });

  test('leaves out a plugin without a valid manifest, with a warning', async () => {
    files.addDirectory(`${CACHE}/m/none/1`);
    await add({ [`${CACHE}/m/broken/1/.codex-plugin/plugin.json`]: '{"name":5}' });

    expect(await discover()).toMatchObject({ found: [], missing: ['metadata', 'metadata'] });
  });

  test('reports a plugin without its remote id when that is unreadable, with a warning', async () => {
    await add({
      [`${CACHE}/m/p/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/p/.codex-remote-plugin-install.json`]: '{',
    });

    expect(await discover()).toMatchObject({
      found: [{ location: { remoteId: undefined } }],
      missing: ['locations'],
    });
  });
});

describe('DiscoverInstalledCapabilities limits', () => {
  test('searches at most maxCapabilityLocations places', async () => {
    await add({
      [`${CACHE}/m/a/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/b/1/.codex-plugin/plugin.json`]: '{}',
      '/codex/skills/a/SKILL.md': skill('a'),
    });

    expect(await discover({ maxCapabilityLocations: 2 })).toMatchObject({
      found: [{ location: { id: 'a@m' } }, { location: { id: 'b@m' } }],
      missing: ['locations'],
    });
    expect((await discover({ maxCapabilityLocations: 1 })).found).toHaveLength(1);
  });

  test('stops reading at maxCapabilities and reports the truncation', async () => {
    await add({
      '/codex/skills/a/SKILL.md': skill('a'),
      '/home/tester/.agents/skills/b/SKILL.md': skill('b'),
    });

    expect(await discover({ maxCapabilities: 1 })).toMatchObject({
      found: [{ skills: [{ name: 'a' }] }],
      isTruncated: true,
    });
    expect(await discover({ maxCapabilities: 2 })).toMatchObject({ isTruncated: false });
  });
});

describe('DiscoverInstalledCapabilities fails as a whole', () => {
  test('when a parent of a skills directory is a file', async () => {
    await add({ '/home/tester/.agents': 'a file' });

    await expect(discover()).rejects.toThrow(
      new ExecServerError('failed', 'Not a directory (os error 20)'),
    );
  });

  test('when CODEX_HOME does not exist', async () => {
    host.variables = { CODEX_HOME: '/nowhere' };

    await expect(discover()).rejects.toThrow(
      'CODEX_HOME points to "/nowhere", but that path does not exist',
    );
  });

  test('when a marketplace cannot be read', async () => {
    await add({ [`${CACHE}/m/p/1/.codex-plugin/plugin.json`]: '{}' });
    const walk = files.walk.bind(files);
    files.walk = async (path, options) => ({
      ...(await walk(path, options)),
      errors: [{ path: `${CACHE}/n`, message: 'Permission denied (os error 13)' }],
    });

    await expect(discover()).rejects.toThrow(
      `failed to scan plugin cache path ${CACHE}/n: Permission denied (os error 13)`,
    );
  });
});

test('DiscoverInstalledCapabilities finds nothing for a user without a home directory', async () => {
  host.describe = () => ({ ...new FakeHost().describe(), userHomeDir: undefined });

  expect(await found()).toEqual([]);
});

test('DiscoverInstalledCapabilities is refused before initialize', async () => {
  const { connection } = new UseCaseHarness().connect();
  const useCase = new UseCaseHarness().useCases.discoverInstalledCapabilities;

  await expect(
    useCase.execute(connection, { sandbox: undefined, format: INVENTORY_FORMAT }),
  ).rejects.toThrow('client must call initialize before using capability discovery methods');
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { INVENTORY_FORMAT } from '../../../../src/adapters/json-rpc/presenters/present-inventory.js';
import { FakeHost } from '../../../fakes/fake-host.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';
import { CACHE, InstalledFixture, skill } from './installed-fixture.js';

let fixture: InstalledFixture;

beforeEach(() => {
  fixture = new InstalledFixture();
});

describe('DiscoverInstalledCapabilities for skills', () => {
  test('finds them in CODEX_HOME, in ~/.agents and in /etc/codex', async () => {
    await fixture.add({
      '/codex/skills/a/SKILL.md': skill('a'),
      '/codex/skills/.system/b/SKILL.md': skill('b'),
      '/home/tester/.agents/skills/c/SKILL.md': skill('c'),
      '/etc/codex/skills/d/SKILL.md': skill('d'),
      '/srv/.codex/skills/e/SKILL.md': skill('e'),
    });

    expect(await fixture.found()).toEqual([
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
    fixture.host.variables = { CODEX_HOME: '/home/tester/.agents' };
    await fixture.add({ '/home/tester/.agents/skills/a/SKILL.md': skill('a') });

    expect(await fixture.found()).toMatchObject([{ id: 'codex-home-skills', skills: ['a'] }]);
  });

  test('prefixes a skill with the name of its nearest plugin', async () => {
    await fixture.add({
      '/codex/.codex-plugin/plugin.json': '{"name":"outer"}',
      '/codex/skills/a/SKILL.md': skill('a'),
      '/codex/skills/in/.claude-plugin/plugin.json': '{}',
      '/codex/skills/in/b/SKILL.md': skill('b'),
      '/codex/skills/broken/.codex-plugin/plugin.json': '{',
      '/codex/skills/broken/c/SKILL.md': skill('c'),
    });

    expect((await fixture.found())[0]?.skills).toEqual(
      expect.arrayContaining(['outer:a', 'in:b', 'outer:c']),
    );
  });

  test('leaves out skills that cannot be described, with a warning', async () => {
    const long = 'n'.repeat(65);
    await fixture.add({
      '/codex/skills/in/.codex-plugin/plugin.json': `{"name":"${long}"}`,
      '/codex/skills/in/a/SKILL.md': skill('a'.repeat(64)),
      '/codex/skills/b/SKILL.md': 'none',
      '/codex/skills/c/SKILL.md': skill('c'),
    });

    expect(await fixture.discover()).toMatchObject({
      found: [{ skills: [{ name: 'c' }] }],
      missing: ['metadata'],
    });
  });
});

describe('DiscoverInstalledCapabilities for plugins', () => {
  test('reports the active version of a plugin, enabled or not', async () => {
    const root = `${CACHE}/m/p/1.10.0`;
    await fixture.add({
      [`${CACHE}/m/p/1.9.0/.codex-plugin/plugin.json`]: '{"name":"old"}',
      [`${root}/.codex-plugin/plugin.json`]: '{"name":"p","interface":{"displayName":"The P"}}',
      [`${root}/.mcp.json`]: '{}',
      [`${root}/skills/a/SKILL.md`]: skill('a'),
      [`${CACHE}/m/p/.codex-remote-plugin-install.json`]:
        '{"schema_version":1,"remote_plugin_id":"r"}',
      '/codex/config.toml': '[plugins."p@m"]\nenabled = false\n',
    });

    expect(await fixture.discover()).toMatchObject({
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
    await fixture.add({
      '/codex/skills/a/SKILL.md': skill('a'),
      [`${CACHE}/b/z/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/a/z/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/b/a/1/.codex-plugin/plugin.json`]: '{}',
    });

    expect((await fixture.found()).map(({ id }) => id)).toEqual([
      'a@b',
      'z@a',
      'z@b',
      'codex-home-skills',
    ]);
  });

  test('ignores plugins with an invalid name or version and those behind a link', async () => {
    await fixture.add({
      [`${CACHE}/m/.hidden/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m.k/p/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/q/a b/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/file`]: '',
      '/elsewhere/.codex-plugin/plugin.json': '{}',
    });
    fixture.files.addDirectory(`${CACHE}/m/linked`);
    fixture.files.addSymlink(`${CACHE}/m/linked/1`, '/elsewhere');

    expect(await fixture.discover()).toMatchObject({ found: [], missing: [] });
  });

  test('leaves out a plugin without a valid manifest, with a warning', async () => {
    fixture.files.addDirectory(`${CACHE}/m/none/1`);
    await fixture.add({ [`${CACHE}/m/broken/1/.codex-plugin/plugin.json`]: '{"name":5}' });

    expect(await fixture.discover()).toMatchObject({
      found: [],
      missing: ['metadata', 'metadata'],
    });
  });

  test('reports a plugin without its remote id when that is unreadable, with a warning', async () => {
    await fixture.add({
      [`${CACHE}/m/p/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/p/.codex-remote-plugin-install.json`]: '{',
    });

    expect(await fixture.discover()).toMatchObject({
      found: [{ location: { remoteId: undefined } }],
      missing: ['locations'],
    });
  });
});

describe('DiscoverInstalledCapabilities limits', () => {
  test('searches at most maxCapabilityLocations places', async () => {
    await fixture.add({
      [`${CACHE}/m/a/1/.codex-plugin/plugin.json`]: '{}',
      [`${CACHE}/m/b/1/.codex-plugin/plugin.json`]: '{}',
      '/codex/skills/a/SKILL.md': skill('a'),
    });

    expect(await fixture.discover({ maxCapabilityLocations: 2 })).toMatchObject({
      found: [{ location: { id: 'a@m' } }, { location: { id: 'b@m' } }],
      missing: ['locations'],
    });
    expect((await fixture.discover({ maxCapabilityLocations: 1 })).found).toHaveLength(1);
  });

  test('stops reading at maxCapabilities and reports the truncation', async () => {
    await fixture.add({
      '/codex/skills/a/SKILL.md': skill('a'),
      '/home/tester/.agents/skills/b/SKILL.md': skill('b'),
    });

    expect(await fixture.discover({ maxCapabilities: 1 })).toMatchObject({
      found: [{ skills: [{ name: 'a' }] }],
      isTruncated: true,
    });
    expect(await fixture.discover({ maxCapabilities: 2 })).toMatchObject({ isTruncated: false });
  });
});

test('DiscoverInstalledCapabilities finds nothing for a user without a home directory', async () => {
  fixture.host.describe = () => ({ ...new FakeHost().describe(), userHomeDir: undefined });

  expect(await fixture.found()).toEqual([]);
});

test('DiscoverInstalledCapabilities is refused before initialize', async () => {
  const { connection } = new UseCaseHarness().connect();
  const useCase = new UseCaseHarness().useCases.discoverInstalledCapabilities;

  await expect(
    useCase.execute(connection, { sandbox: undefined, format: INVENTORY_FORMAT }),
  ).rejects.toThrow('client must call initialize before using capability discovery methods');
});

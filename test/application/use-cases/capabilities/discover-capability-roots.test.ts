import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CapabilityRoot } from '../../../../src/application/use-cases/capabilities/capability-root.js';
import { ExecServerError } from '../../../../src/domain/errors.js';
import { FakeFiles } from '../../../fakes/files/fake-files.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

let hostFiles: FakeFiles;
let harness: UseCaseHarness;

beforeEach(() => {
  hostFiles = new FakeFiles();
  harness = new UseCaseHarness({}, 'pause', { fileSystems: hostFiles });
});

const discover = async (...paths: (string | undefined)[]) =>
  await harness.useCases.discoverCapabilityRoots.execute(
    harness.open().connection,
    paths.map((path, index) => ({
      id: `${index}`,
      directory: { asSent: `file://${path}`, path },
      sandbox: undefined,
    })),
  );

const rootAt = async (path: string): Promise<CapabilityRoot> => {
  const [discovered] = await discover(path);
  return discovered?.found as CapabilityRoot;
};

const add = (files: Readonly<Record<string, string | Uint8Array>>) => hostFiles.add(files);

const MANIFEST = '/r/.codex-plugin/plugin.json';
const text = (path: string, contents = 'x') => ({ path, contents });

describe('DiscoverCapabilityRoots for a plugin', () => {
  test('returns its manifest with the default .mcp.json and .app.json', async () => {
    add({ [MANIFEST]: '{nope', '/r/.mcp.json': 'm', '/r/.app.json': 'a' });

    expect((await rootAt('/r')).plugin).toEqual({
      manifest: text(MANIFEST, '{nope'),
      mcpConfig: text('/r/.mcp.json', 'm'),
      appsConfig: text('/r/.app.json', 'a'),
    });
  });

  test('returns the files that its manifest names, or nothing when they are missing', async () => {
    add({
      [MANIFEST]: '{"mcpServers":"./sub//m.json","apps":"./nope.json"}',
      '/r/sub/m.json': 'm',
      '/r/.app.json': 'a',
    });

    expect((await rootAt('/r')).plugin).toMatchObject({
      mcpConfig: text('/r/sub/m.json', 'm'),
      appsConfig: undefined,
    });
  });

  test('returns no mcpConfig when the manifest defines the servers itself', async () => {
    add({ [MANIFEST]: '{"mcpServers":{}}', '/r/.mcp.json': 'm' });

    expect((await rootAt('/r')).plugin?.mcpConfig).toBeUndefined();
  });

  test('ignores manifest paths that leave the root, with a warning', async () => {
    add({
      [MANIFEST]: '{"mcpServers":"./../secret","apps":"/secret"}',
      '/secret': 's',
      '/r/.mcp.json': 'm',
    });

    const { plugin, warnings } = await rootAt('/r');

    expect(plugin).toMatchObject({ mcpConfig: text('/r/.mcp.json', 'm'), appsConfig: undefined });
    expect(warnings).toEqual([
      { kind: 'ignored-field', path: MANIFEST, field: 'mcpServers', reason: 'not-below' },
      { kind: 'ignored-field', path: MANIFEST, field: 'apps', reason: 'not-relative' },
    ]);
  });

  test('prefers the manifest of Claude over the one of Cursor', async () => {
    const cursor = '/r/.cursor-plugin/plugin.json';
    add({ [cursor]: 'cu', '/r/.claude-plugin/plugin.json': 'cl' });

    const { plugin, namespaceManifests } = await rootAt('/r');

    expect(plugin?.manifest.contents).toBe('cl');
    expect(namespaceManifests).toEqual([text('/r/.claude-plugin/plugin.json', 'cl')]);
  });

  test('returns no plugin without a manifest', async () => {
    add({ '/r/.mcp.json': 'm', '/r/plugin.json': '{}' });

    expect((await rootAt('/r')).plugin).toBeUndefined();
  });
});

test('DiscoverCapabilityRoots finds skills at any depth, each with its metadata', async () => {
  add({
    '/r/SKILL.md': 'top',
    '/r/a/b/SKILL.md': 'ab',
    '/r/a/b/agents/openai.yaml': 'meta',
    '/r/a/skill.md': 'no',
  });

  expect((await rootAt('/r')).skills).toEqual([
    { instructions: text('/r/SKILL.md', 'top'), metadata: undefined },
    {
      instructions: text('/r/a/b/SKILL.md', 'ab'),
      metadata: text('/r/a/b/agents/openai.yaml', 'meta'),
    },
  ]);
});

test('DiscoverCapabilityRoots returns the namespace manifests below a root, and the nearest above it', async () => {
  add({
    '/o/.codex-plugin/plugin.json': 'outer',
    '/o/p/.codex-plugin/plugin.json': 'near',
    '/o/p/r/sub/.codex-plugin/plugin.json': 'below',
    '/o/p/own/.codex-plugin/plugin.json': 'own',
    '/o/p/bad/.codex-plugin/plugin.json': Uint8Array.of(0xff),
  });

  const contents = async (path: string) =>
    (await rootAt(path)).namespaceManifests.map((file) => file.contents);
  expect(await contents('/o/p/r')).toEqual(['near', 'below']);
  expect(await contents('/o/p/own')).toEqual(['own']);
  expect(await contents('/o/p/bad')).toEqual(['near']);
});

describe('DiscoverCapabilityRoots leaves out with a warning', () => {
  const limited = async (limits: ConstructorParameters<typeof UseCaseHarness>[0]) => {
    harness = new UseCaseHarness(limits, 'pause', { fileSystems: hostFiles });
    add({ '/r/a/SKILL.md': 'aaaa', '/r/b/SKILL.md': 'bb' });
    const { skills, warnings } = await rootAt('/r');
    return [skills.map(({ instructions }) => instructions.contents), warnings];
  };

  test('a file beyond maxCapabilityFileBytes', async () => {
    expect(await limited({ maxCapabilityFileBytes: 3 })).toEqual([
      ['bb'],
      [{ kind: 'file-limit', path: '/r/a/SKILL.md', bytes: 3 }],
    ]);
  });

  test('files of a root beyond maxCapabilityRootBytes', async () => {
    expect(await limited({ maxCapabilityRootBytes: 5 })).toEqual([
      ['aaaa'],
      [{ kind: 'root-limit', bytes: 5 }],
    ]);
  });

  test('files of all roots beyond maxCapabilityRequestBytes', async () => {
    harness = new UseCaseHarness({ maxCapabilityRequestBytes: 3 }, 'pause', {
      fileSystems: hostFiles,
    });
    add({ '/r/SKILL.md': 'rr', '/s/SKILL.md': 'ss' });

    const [r, s] = (await discover('/r', '/s')).map(({ found }) => found as CapabilityRoot);

    expect([r?.skills.length, s?.skills.length]).toEqual([1, 0]);
    expect(s?.warnings).toMatchObject([{ kind: 'root-limit' }]);
  });

  test('files that are not UTF-8, not readable or beyond the traversal limit', async () => {
    add({ '/r/a/SKILL.md': Uint8Array.of(0xff), '/r/b/SKILL.md': 'b', '/r/c/SKILL.md': 'c' });
    hostFiles.unreadable.add('/r/b/SKILL.md');
    hostFiles.walkErrors = [{ path: '/r/d', message: 'no' }];
    hostFiles.isTruncated = true;

    const { skills, warnings } = await rootAt('/r');

    expect(skills.map(({ instructions }) => instructions.contents)).toEqual(['c']);
    expect(warnings).toEqual([
      { kind: 'unreadable-directory', path: '/r/d', reason: 'no' },
      { kind: 'traversal-limit', path: '/r' },
      { kind: 'not-utf8', path: '/r/a/SKILL.md' },
      { kind: 'unreadable-file', path: '/r/b/SKILL.md', reason: 'Permission denied (os error 13)' },
    ]);
  });
});

test('DiscoverCapabilityRoots reports a failed root without failing the others', async () => {
  add({ '/file': '', '/r/SKILL.md': 'x' });

  const found = (await discover('/file', '/nowhere', undefined, '/r')).map((each) => each.found);

  expect(found).toEqual([
    { failure: 'not-a-directory' },
    { failure: 'unreadable', reason: 'No such file or directory (os error 2)' },
    { failure: 'foreign-path' },
    expect.objectContaining({ warnings: [] }),
  ]);
});

test('DiscoverCapabilityRoots reads each root under its own sandbox, and not at all when it is refused', async () => {
  add({ '/r/SKILL.md': 'x' });
  const sandbox = {
    permissions: { type: 'external', network: 'restricted' },
    cwd: undefined,
    workspaceRoots: [],
  } as const;
  const query = (id: string) => ({ id, directory: { asSent: 'file:///r', path: '/r' }, sandbox });
  const { discoverCapabilityRoots } = harness.useCases;
  const { connection } = harness.open();

  await discoverCapabilityRoots.execute(connection, [query('a')]);
  expect(hostFiles.confinements).toEqual([{ network: 'restricted', files: undefined }]);

  hostFiles.refusal = new ExecServerError('failed', 'cannot be enforced');
  const [refused] = await discoverCapabilityRoots.execute(connection, [query('b')]);
  expect(refused?.found).toEqual({ failure: 'unreadable', reason: 'cannot be enforced' });
});

test('DiscoverCapabilityRoots refuses more than 128 roots', async () => {
  await expect(discover(...Array(129).fill('/r'))).rejects.toMatchObject({
    code: 'invalid-request',
    message: 'capability root discovery accepts at most 128 roots',
  });
});

test('DiscoverCapabilityRoots is refused before initialize', async () => {
  const { connection } = harness.connect();

  await expect(harness.useCases.discoverCapabilityRoots.execute(connection, [])).rejects.toThrow(
    'client must call initialize before using capability discovery methods',
  );
});

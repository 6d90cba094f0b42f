import {
  type PluginFile,
  readPluginManifest,
} from '../../../domain/capabilities/plugin-manifest.js';
import { ancestors, joinPath } from '../../../domain/files/paths.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { DiscoveryLimits } from '../../limits/capability-limits.js';
import type { FileSystem } from '../../ports/file-system.js';
import type { ManifestFormat } from '../../ports/formats/manifest-format.js';
import { type ByteBudget, type CapabilityFile, CapabilityFiles } from './capability-files.js';
import type { CapabilityPlugin, CapabilityRoot, CapabilitySkill } from './capability-root.js';

/** In the order of preference. */
const MANIFESTS: readonly string[] = [
  '.codex-plugin/plugin.json',
  '.claude-plugin/plugin.json',
  '.cursor-plugin/plugin.json',
];
const DEFAULT_FILES = { mcpServers: '.mcp.json', apps: '.app.json' } as const;
const SKILL = '/SKILL.md';
const SKILL_METADATA = '/agents/openai.yaml';

/** What the directories of one request are read with. */
export interface RootSources {
  readonly files: FileSystem;
  readonly manifests: ManifestFormat;
  readonly limits: DiscoveryLimits;
  readonly budget: ByteBudget;
  /** The client is gone: nothing more is read. */
  readonly gone: OneShotEvent;
}

/**
 * Reads the capabilities of a directory: a plugin's manifest and its files, and the skills below.
 *
 * @throws {ExecServerError} when the directory cannot be listed.
 */
export const readCapabilityRoot = async (
  root: string,
  { files: fileSystem, manifests, limits, budget, gone }: RootSources,
): Promise<CapabilityRoot> => {
  const files = new CapabilityFiles(fileSystem, limits, budget);
  const found = await listFiles(fileSystem, root, limits, files);
  const manifest = await manifestOf(files, root);
  const plugin =
    manifest === undefined ? undefined : await readPlugin(files, root, manifest, manifests);
  const namespaceManifests: CapabilityFile[] = [];
  for (const path of await namespacesOf(files, root, { manifest, plugin }, found, limits)) {
    if (gone.hasFired) {
      break;
    }
    const file = await files.read(path);
    if (file !== undefined) {
      namespaceManifests.push(file);
    }
  }
  const skills: CapabilitySkill[] = [];
  for (const path of found.filter((each) => each.endsWith(SKILL))) {
    if (gone.hasFired) {
      break;
    }
    const instructions = await files.read(path);
    if (instructions === undefined) {
      continue;
    }
    const metadata = await files.read(path.slice(0, -SKILL.length) + SKILL_METADATA);
    skills.push({ instructions, metadata });
  }
  return { plugin, skills, namespaceManifests, warnings: files.warnings };
};

const listFiles = async (
  fileSystem: FileSystem,
  root: string,
  limits: DiscoveryLimits,
  { warnings }: CapabilityFiles,
): Promise<readonly string[]> => {
  const walk = await fileSystem.walk(root, {
    maxDepth: limits.maxCapabilityDepth,
    maxDirectories: limits.maxCapabilityDirectories,
    maxEntries: limits.maxCapabilityEntries,
    followDirectorySymlinks: true,
    pruneHiddenDirectories: false,
  });
  for (const { path, message } of walk.errors) {
    warnings.push({ kind: 'unreadable-directory', path, reason: message });
  }
  if (walk.isTruncated) {
    warnings.push({ kind: 'traversal-limit', path: root });
  }
  return walk.entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
};

const manifestOf = async (
  files: CapabilityFiles,
  directory: string,
): Promise<string | undefined> => {
  for (const name of MANIFESTS) {
    const path = joinPath(directory, name);
    if (await files.isFile(path)) {
      return path;
    }
  }
  return undefined;
};

const readPlugin = async (
  files: CapabilityFiles,
  root: string,
  path: string,
  manifests: ManifestFormat,
): Promise<CapabilityPlugin | undefined> => {
  const manifest = await files.read(path);
  if (manifest === undefined) {
    return undefined;
  }
  const where = readPluginManifest(manifests.parse(manifest.contents));
  for (const field of ['mcpServers', 'apps'] as const) {
    const { [field]: file } = where;
    if (file.kind !== 'refused') {
      continue;
    }
    files.warnings.push({ kind: 'ignored-field', path, field, reason: file.reason });
  }
  const read = async (file: PluginFile, otherwise: string): Promise<CapabilityFile | undefined> => {
    if (file.kind === 'inline') {
      return undefined;
    }
    return await files.read(joinPath(root, file.kind === 'path' ? file.path : otherwise));
  };
  const mcpConfig = await read(where.mcpServers, DEFAULT_FILES.mcpServers);
  const appsConfig = await read(where.apps, DEFAULT_FILES.apps);
  return { manifest, mcpConfig, appsConfig };
};

/** The manifests in and below the root, and the nearest one above it if the root has no readable manifest. */
const namespacesOf = async (
  files: CapabilityFiles,
  root: string,
  own: { readonly manifest: string | undefined; readonly plugin: CapabilityPlugin | undefined },
  found: readonly string[],
  limits: DiscoveryLimits,
): Promise<readonly string[]> => {
  const byDirectory = new Map<string, string>();
  for (const name of MANIFESTS) {
    for (const path of found.filter((each) => each.endsWith(`/${name}`))) {
      const directory = path.slice(0, -name.length - 1);
      if (!byDirectory.has(directory)) {
        byDirectory.set(directory, path);
      }
    }
  }
  const outer = own.plugin === undefined ? await nearestManifest(files, root, limits) : undefined;
  const near = [own.manifest, outer].filter((path) => path !== undefined);
  return [...new Set([...near, ...byDirectory.values()])];
};

const nearestManifest = async (
  files: CapabilityFiles,
  root: string,
  limits: DiscoveryLimits,
): Promise<string | undefined> => {
  for (const directory of ancestors(root, limits.maxConfigurationDirectories).slice(1)) {
    const manifest = await manifestOf(files, directory);
    if (manifest !== undefined) {
      return manifest;
    }
  }
  return undefined;
};

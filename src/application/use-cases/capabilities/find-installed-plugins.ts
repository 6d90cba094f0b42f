import { pluginId, readRemotePluginId } from '../../../domain/capabilities/plugin-manifest.js';
import { activePluginVersion } from '../../../domain/capabilities/plugin-version.js';
import { ExecServerError } from '../../../domain/errors.js';
import { displayPath } from '../../../domain/files/path-encoding.js';
import { joinPath } from '../../../domain/files/paths.js';
import { catchExpected } from '../../host/catch-expected.js';
import { decodeUtf8 } from '../../host/decode-utf8.js';
import { tryStat } from '../../host/try-stat.js';
import type { CapabilityLimits } from '../../limits/capability-limits.js';
import type { FileSystem } from '../../ports/file-system.js';
import type { ManifestFormat } from '../../ports/formats/manifest-format.js';
import type { CapabilityLocations, PluginLocation } from './capability-location.js';

const REMOTE_METADATA = '.codex-remote-plugin-install.json';

/**
 * Finds installed plugins, `MARKETPLACE/NAME/VERSION` in the cache, in the order of their ids.
 *
 * @throws {ExecServerError} when a directory on the way to one cannot be listed.
 */
export const findInstalledPlugins = async (
  files: FileSystem,
  cache: string,
  manifests: ManifestFormat,
  limits: CapabilityLimits,
): Promise<CapabilityLocations> => {
  const { packages, isTruncated } = await listPackages(files, cache, limits);
  const locations: PluginLocation[] = [];
  let isComplete = !isTruncated;
  for (const { id, directory } of packages) {
    const version = activePluginVersion(await listVersions(files, directory));
    if (version === undefined) {
      continue;
    }
    if (locations.length === limits.maxCapabilityLocations) {
      return { locations, isComplete: false };
    }
    const record = joinPath(directory, REMOTE_METADATA);
    const remoteId = await readRemoteId(files, record, manifests, limits);
    isComplete &&= remoteId !== 'unreadable';
    locations.push({
      kind: 'plugin',
      root: joinPath(directory, version),
      id,
      version,
      remoteId: remoteId === 'unreadable' ? undefined : remoteId?.id,
    });
  }
  return { locations, isComplete };
};

interface Package {
  readonly id: string;
  readonly directory: string;
}

const listPackages = async (
  files: FileSystem,
  cache: string,
  limits: CapabilityLimits,
): Promise<{ readonly packages: readonly Package[]; readonly isTruncated: boolean }> => {
  const { entries, errors, isTruncated } = await files.walk(cache, {
    maxDepth: 1,
    maxDirectories: limits.maxCapabilityDirectories,
    maxEntries: limits.maxCapabilityEntries,
    followDirectorySymlinks: true,
    pruneHiddenDirectories: false,
  });
  const [error] = errors;
  if (error !== undefined) {
    const reason = `${displayPath(error.path)}: ${error.message}`;
    throw new ExecServerError('failed', `failed to scan plugin cache path ${reason}`);
  }
  const packages: Package[] = [];
  for (const { path, kind } of entries) {
    const [marketplace = '', name = '', ...rest] = path.slice(cache.length + 1).split('/');
    const id = rest.length === 0 ? pluginId(marketplace, name) : undefined;
    if (kind === 'directory' && id !== undefined) {
      packages.push({ id, directory: path });
    }
  }
  packages.sort((one, other) => (one.id < other.id ? -1 : 1));
  return { packages, isTruncated };
};

/** Symbolic links do not count as versions. */
const listVersions = async (files: FileSystem, directory: string): Promise<readonly string[]> => {
  const entries = await catchExpected(
    () => files.readDirectory(directory),
    () => [],
  );
  const versions: string[] = [];
  for (const { name, isDirectory } of entries) {
    const found = isDirectory ? await tryStat(files, joinPath(directory, name)) : undefined;
    if (found?.isSymlink === false) {
      versions.push(name);
    }
  }
  return versions;
};

const readRemoteId = (
  files: FileSystem,
  path: string,
  manifests: ManifestFormat,
  { maxRemotePluginBytes: maxBytes }: CapabilityLimits,
): Promise<{ readonly id: string } | 'unreadable' | undefined> =>
  catchExpected(
    async () => {
      const bytes = await files.readFile(path, { followSymlinks: true, maxBytes });
      const id = readRemotePluginId(manifests.parse(decodeUtf8(bytes) ?? ''));
      return id === undefined ? 'unreadable' : { id };
    },
    ({ code }) => (code === 'not-found' ? undefined : 'unreadable'),
  );

import { ExecServerError } from '../../../domain/errors.js';
import { joinPath } from '../../../domain/files/paths.js';
import { catchExpected } from '../../host/catch-expected.js';
import type { CapabilityLimits } from '../../limits/capability-limits.js';
import type { FileSystem, FileTree } from '../../ports/file-system.js';
import type { ManifestFormat } from '../../ports/formats/manifest-format.js';
import type { CapabilityLocations, SkillsLocation } from './capability-location.js';
import { findInstalledPlugins } from './find-installed-plugins.js';

/**
 * Finds installed plugins and skill directories, independent of projects: plugins by id, then the skills of
 * the user and of the administrator.
 *
 * @throws {ExecServerError} `failed`, when a location cannot be read: an incomplete list would look complete.
 */
export const findCapabilityLocations = async (
  files: FileSystem,
  {
    codexHome,
    userHomeDir,
  }: { readonly codexHome: string; readonly userHomeDir: string | undefined },
  manifests: ManifestFormat,
  limits: CapabilityLimits,
): Promise<CapabilityLocations> => {
  const cache = joinPath(codexHome, 'plugins/cache');
  const skills = [
    skillsAt(joinPath(codexHome, 'skills'), 'codex-home-skills'),
    ...(userHomeDir === undefined
      ? []
      : [skillsAt(joinPath(userHomeDir, '.agents/skills'), 'user-agent-skills')]),
    skillsAt('/etc/codex/skills', 'system-skills'),
  ];
  const hasCache = await isDirectory(files, cache);
  const there: SkillsLocation[] = [];
  for (const location of skills) {
    const isKnown = there.some(({ root }) => root === location.root);
    if (!isKnown && (await isDirectory(files, location.root))) {
      there.push(location);
    }
  }
  const installed = hasCache
    ? await findInstalledPlugins(files, cache, manifests, limits)
    : { locations: [], isComplete: true };
  const locations = [...installed.locations, ...there];
  return {
    locations: locations.slice(0, limits.maxCapabilityLocations),
    isComplete: installed.isComplete && locations.length <= limits.maxCapabilityLocations,
  };
};

const skillsAt = (root: string, id: SkillsLocation['id']): SkillsLocation => ({
  kind: 'skills',
  root,
  id,
});

const isDirectory = (files: FileTree, path: string): Promise<boolean> =>
  catchExpected(
    async () => (await files.metadata(path, { followSymlinks: true })).isDirectory,
    ({ code, message }) => {
      if (code === 'not-found') {
        return false;
      }
      throw new ExecServerError('failed', message);
    },
  );

import { readPluginName, readPluginNames } from '../../../domain/capabilities/plugin-manifest.js';
import { codePointLength } from '../../../domain/capabilities/text.js';
import { catchExpected } from '../../host/catch-expected.js';
import type { ManifestFormat } from '../../ports/formats/manifest-format.js';
import type { MetadataFormat } from '../../ports/formats/metadata-format.js';
import type { FoundPlugin, FoundSkills } from './capability-inventory.js';
import type { CapabilityLocation } from './capability-location.js';
import type { CapabilityRoot } from './capability-root.js';
import { describeSkill, type SkillDescription } from './describe-skill.js';
import { type RootSources, readCapabilityRoot } from './read-capability-root.js';

/** A name space, a colon and a name. */
const MAX_QUALIFIED_CHARACTERS = 129;

/** The capabilities of a location; `isComplete` is false when something in it is unreadable or invalid. */
export interface LocationReport {
  readonly found: FoundPlugin | FoundSkills | undefined;
  readonly isComplete: boolean;
}

/** What all locations of one request are read with. */
export interface LocationSources extends RootSources {
  readonly metadata: MetadataFormat;
}

/** Reads the capabilities of a location; one that does not exist or is not accessible has none. */
export const describeLocation = async (
  location: CapabilityLocation,
  sources: LocationSources,
): Promise<LocationReport> => {
  const { root } = location;
  const found = await catchExpected(
    () => sources.files.metadata(root, { followSymlinks: true }),
    ({ code }) => code,
  );
  if (typeof found === 'string') {
    return { ...EMPTY_REPORT, isComplete: found !== 'failed' };
  }
  if (!found.isDirectory) {
    return EMPTY_REPORT;
  }
  return catchExpected(
    async () => describeRoot(location, await readCapabilityRoot(root, sources), sources),
    () => ({ ...EMPTY_REPORT, isComplete: false }),
  );
};

const EMPTY_REPORT: LocationReport = { found: undefined, isComplete: true };

const describeRoot = async (
  location: CapabilityLocation,
  root: CapabilityRoot,
  { manifests, metadata }: LocationSources,
): Promise<LocationReport> => {
  const skills: SkillDescription[] = [];
  const names = nameSpaces(root, manifests);
  for (const skill of root.skills) {
    const described = await describeSkill(skill, metadata);
    const qualified = described && qualify(described, names);
    if (qualified !== undefined) {
      skills.push(qualified);
    }
  }
  const isComplete = root.warnings.length === 0 && skills.length === root.skills.length;
  if (location.kind === 'skills') {
    return { found: { location, skills }, isComplete };
  }
  const { plugin } = root;
  const directory = nameOf(location.root);
  const title = plugin && readPluginNames(manifests.parse(plugin.manifest.contents), directory);
  if (plugin === undefined || title === undefined) {
    return { found: undefined, isComplete: false };
  }
  const { displayName } = title;
  return { found: { location, displayName, files: plugin, skills }, isComplete };
};

/** Plugin names by directory. */
const nameSpaces = (
  { namespaceManifests }: CapabilityRoot,
  manifests: ManifestFormat,
): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const { path, contents } of namespaceManifests) {
    const directory = parentOf(parentOf(path));
    const name = readPluginName(manifests.parse(contents), nameOf(directory));
    if (name !== undefined && !names.has(directory)) {
      names.set(directory, name);
    }
  }
  return names;
};

/** Prefixes a skill with the name of the nearest plugin above it; undefined when the result is too long. */
const qualify = (
  skill: SkillDescription,
  names: ReadonlyMap<string, string>,
): SkillDescription | undefined => {
  let directory = parentOf(skill.path);
  while (directory !== '' && !names.has(directory)) {
    directory = parentOf(directory);
  }
  const space = names.get(directory);
  if (space === undefined) {
    return skill;
  }
  const name = `${space}:${skill.name}`;
  return codePointLength(name) > MAX_QUALIFIED_CHARACTERS ? undefined : { ...skill, name };
};

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

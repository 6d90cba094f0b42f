import type { PluginLocation, SkillsLocation } from './capability-location.js';
import type { CapabilityPlugin } from './capability-root.js';
import type { SkillDescription } from './describe-skill.js';

/** All that is there for every project of a host and fits into one reply, in the order in which it was found. */
export interface CapabilityInventory {
  readonly plugins: readonly FoundPlugin[];
  /** Those of no plugin. */
  readonly skills: readonly FoundSkill[];
  /** What is missing: one word for each place where something is. */
  readonly missing: readonly ('locations' | 'metadata')[];
  /** There was more than fits. */
  readonly isTruncated: boolean;
}

export interface FoundPlugin {
  readonly location: PluginLocation;
  readonly displayName: string;
  readonly files: CapabilityPlugin;
  readonly skills: readonly SkillDescription[];
}

export interface FoundSkill {
  readonly location: SkillsLocation;
  readonly skill: SkillDescription;
}

/** The skills of one location, before it is known which of them fit. */
export interface FoundSkills {
  readonly location: SkillsLocation;
  readonly skills: readonly SkillDescription[];
}

import type { PluginLocation, SkillsLocation } from './capability-location.js';
import type { CapabilityPlugin } from './capability-root.js';
import type { SkillDescription } from './describe-skill.js';

/** The capabilities of a host, independent of projects, that fit into one reply, in the order found. */
export interface CapabilityInventory {
  readonly plugins: readonly FoundPlugin[];
  /** Skills outside plugins. */
  readonly skills: readonly FoundSkill[];
  /** The kinds of capabilities that are incomplete. */
  readonly missing: readonly ('locations' | 'metadata')[];
  /** More was found than fits. */
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

/** The skills of one location, before truncation. */
export interface FoundSkills {
  readonly location: SkillsLocation;
  readonly skills: readonly SkillDescription[];
}

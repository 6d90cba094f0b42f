import type { CapabilityLimits } from '../../limits/capability-limits.js';
import type { PluginLocation, SkillsLocation } from './capability-location.js';
import type { CapabilityPlugin } from './capability-root.js';
import type { SkillDescription } from './describe-skill.js';

/** All that is there for every project of a host, in the order in which it was found. */
export interface CapabilityInventory {
  readonly found: readonly (FoundPlugin | FoundSkills)[];
  /** What is missing from it; one word for each place where something is, since nobody is told what. */
  readonly missing: readonly ('locations' | 'metadata')[];
  /** There was more than a client takes. */
  readonly isTruncated: boolean;
  readonly bounds: InventoryBounds;
}

/** What one answer holds at most. */
export type InventoryBounds = Pick<
  CapabilityLimits,
  'maxCapabilities' | 'maxCapabilityReplyBytes' | 'maxCapabilityWarnings'
>;

export interface FoundPlugin {
  readonly location: PluginLocation;
  readonly displayName: string;
  readonly files: CapabilityPlugin;
  readonly skills: readonly SkillDescription[];
}

export interface FoundSkills {
  readonly location: SkillsLocation;
  readonly skills: readonly SkillDescription[];
}

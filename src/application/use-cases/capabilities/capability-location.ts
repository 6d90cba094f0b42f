/** A directory whose capabilities apply to every project of the host. */
export type CapabilityLocation = PluginLocation | SkillsLocation;

/** The active version of an installed plugin. */
export interface PluginLocation {
  readonly kind: 'plugin';
  readonly root: string;
  /** `NAME@MARKETPLACE`. */
  readonly id: string;
  readonly version: string;
  /** The remote id under which it was installed. */
  readonly remoteId: string | undefined;
}

/** A directory of skills outside plugins. */
export interface SkillsLocation {
  readonly kind: 'skills';
  readonly root: string;
  /** Whose skills they are. */
  readonly id: 'codex-home-skills' | 'user-agent-skills' | 'system-skills';
}

/** The locations to read, and whether the list is complete. */
export interface CapabilityLocations {
  readonly locations: readonly CapabilityLocation[];
  readonly isComplete: boolean;
}

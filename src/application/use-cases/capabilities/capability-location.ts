/** A directory whose capabilities are there for every project of a host. */
export type CapabilityLocation = PluginLocation | SkillsLocation;

/** The version in force of an installed plugin. */
export interface PluginLocation {
  readonly kind: 'plugin';
  readonly root: string;
  /** Its name and where it is from: `NAME@MARKETPLACE`. */
  readonly id: string;
  readonly version: string;
  /** Under which it was installed from elsewhere. */
  readonly remoteId: string | undefined;
}

/** Skills that belong to no plugin. */
export interface SkillsLocation {
  readonly kind: 'skills';
  readonly root: string;
  /** Whose they are. */
  readonly id: 'codex-home-skills' | 'user-agent-skills' | 'system-skills';
}

/** Where to look, and whether that is all. */
export interface CapabilityLocations {
  readonly locations: readonly CapabilityLocation[];
  readonly isComplete: boolean;
}

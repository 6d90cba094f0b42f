import type { ConfigurationLimits } from './configuration-limits.js';
import { KIB, MIB } from './units.js';

/** Limits of the discovery of plugins and skills. */
export interface CapabilityLimits {
  /** Roots of one `capabilityRoots/discoverV1`; more are rejected. */
  readonly maxCapabilityRoots: number;
  /** Search below one capability root: depth, directories, and entries of one directory. */
  readonly maxCapabilityDepth: number;
  readonly maxCapabilityDirectories: number;
  readonly maxCapabilityEntries: number;
  /**
   * Bytes of one capability file, of all files of one root, and of all roots of a request; what exceeds them
   * is left out.
   */
  readonly maxCapabilityFileBytes: number;
  readonly maxCapabilityRootBytes: number;
  readonly maxCapabilityRequestBytes: number;
  /** Plugins and skill directories that one `capabilities/discoverV2` reads; more are left out. */
  readonly maxCapabilityLocations: number;
  /** Plugins and skills of one reply, its bytes and its warnings, as upstream limits them. */
  readonly maxCapabilities: number;
  readonly maxCapabilityReplyBytes: number;
  readonly maxCapabilityWarnings: number;
  /** Size of the file that names a plugin's remote id; a larger one is not read. */
  readonly maxRemotePluginBytes: number;
  /** Characters of YAML in one file, and nesting of maps and lists: parsing is synchronous. */
  readonly maxMetadataCharacters: number;
  readonly maxMetadataDepth: number;
}

/** The limits of a discovery. It also searches for a plugin above its root, as many levels as for a configuration. */
export type DiscoveryLimits = CapabilityLimits &
  Pick<ConfigurationLimits, 'maxConfigurationDirectories'>;

export const DEFAULT_CAPABILITY_LIMITS: CapabilityLimits = {
  maxCapabilityRoots: 128,
  maxCapabilityDepth: 6,
  maxCapabilityDirectories: 2000,
  maxCapabilityEntries: 20_000,
  maxCapabilityFileBytes: MIB,
  maxCapabilityRootBytes: 16 * MIB,
  maxCapabilityRequestBytes: 32 * MIB,
  maxCapabilityLocations: 512,
  maxCapabilities: 2048,
  maxCapabilityReplyBytes: 4 * MIB,
  maxCapabilityWarnings: 64,
  maxRemotePluginBytes: 16 * KIB,
  maxMetadataCharacters: 16 * KIB,
  maxMetadataDepth: 256,
};

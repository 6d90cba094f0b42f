import { MIB } from './units.js';

/** Limits of reading configurations. */
export interface ConfigurationLimits {
  /** Largest configuration file; a larger one fails `environmentConfig/read`. */
  readonly maxConfigurationFileBytes: number;
  /** Directories searched for a project's configuration, from a working directory upward. */
  readonly maxConfigurationDirectories: number;
  /** Nesting of tables and arrays in a configuration; deeper is an error. */
  readonly maxConfigurationDepth: number;
}

export const DEFAULT_CONFIGURATION_LIMITS: ConfigurationLimits = {
  maxConfigurationFileBytes: 8 * MIB,
  maxConfigurationDirectories: 256,
  maxConfigurationDepth: 80,
};

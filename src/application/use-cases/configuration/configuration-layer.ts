import type { ConfigurationTable } from '../../../domain/configuration/configuration-table.js';

/** One configuration of several that are in force; of two that say something, the later one counts. */
export interface ConfigurationLayer {
  /** What it is and which file, for people. */
  readonly source: string;
  /** What relative paths in it start from. */
  readonly baseDir: string;
  readonly table: ConfigurationTable;
}

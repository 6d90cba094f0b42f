import type { ConfigurationTable } from '../../../domain/configuration/configuration-table.js';

/** One of several active configurations; for each key the last layer that sets it wins. */
export interface ConfigurationLayer {
  /** Kind and path of its file, for display. */
  readonly source: string;
  /** The base of relative paths in it. */
  readonly baseDir: string;
  readonly table: ConfigurationTable;
}

import type { ConfigurationTable } from '../../domain/configuration/configuration-table.js';

/** The language of configuration files. */
export interface ConfigurationFormat {
  /** Rejects with a `ConfigurationSyntaxError` when the text is none. */
  parse(text: string): Promise<ConfigurationTable>;
  /** The text of a table, without comments; empty for an empty one. */
  render(table: ConfigurationTable): string;
}

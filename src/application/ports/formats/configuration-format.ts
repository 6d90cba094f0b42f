import type { ConfigurationTable } from '../../../domain/configuration/configuration-table.js';

/** The syntax of configuration files. */
export interface ConfigurationFormat {
  /** Rejects with `ConfigurationSyntaxError` when the text is invalid. */
  parse(text: string): Promise<ConfigurationTable>;
  /** The table as text, without comments; empty for an empty table. */
  render(table: ConfigurationTable): string;
}

import type { TomlTable, TomlValue } from 'smol-toml';
import type { ConfigurationFormat } from '../../application/ports/formats/configuration-format.js';
import {
  ConfigurationSyntaxError,
  type ConfigurationTable,
  type ConfigurationValue,
} from '../../domain/configuration/configuration-table.js';
import { renderToml } from './render-toml.js';

/** Configuration in TOML. The parser is loaded with the first file. */
export class TomlConfiguration implements ConfigurationFormat {
  readonly #maxDepth: number;

  /** @param maxDepth nesting of tables and arrays. */
  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  async parse(text: string): Promise<ConfigurationTable> {
    const { parse, TomlError } = await import('smol-toml');
    try {
      const options = { integersAsBigInt: true, maxDepth: this.#maxDepth } as const;
      return toTable(parse(text, options), this.#maxDepth);
    } catch (error) {
      if (!(error instanceof TomlError)) {
        throw error;
      }
      throw new ConfigurationSyntaxError(error.line, error.column, reasonOf(error.message));
    }
  }

  render(table: ConfigurationTable): string {
    return renderToml(table);
  }
}

/** The parser's message without the excerpt of the file that it appends, which may contain secrets. */
const reasonOf = (message: string): string =>
  message.replace('Invalid TOML document: ', '').split('\n')[0] ?? '';

const toTable = (table: TomlTable, depth: number): ConfigurationTable =>
  new Map(Object.entries(table).map(([key, value]) => [key, toValue(value, depth - 1)]));

const toValue = (value: TomlValue, depth: number): ConfigurationValue => {
  if (depth < 0) {
    throw new ConfigurationSyntaxError(1, 1, 'tables nest too deeply');
  }
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value) {
    throw new ConfigurationSyntaxError(1, 1, 'an integer exceeds 64 bits');
  }
  if (typeof value !== 'object') {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => toValue(item, depth - 1));
  }
  return value instanceof Date ? { date: dateText(value) } : toTable(value as TomlTable, depth);
};

/** ISO 8601 without trailing zeros in the fraction. */
const dateText = (date: Date): string =>
  date.toISOString().replace(/\.(\d*?)0+(?=\D|$)/, (_, digits: string) => digits && `.${digits}`);

/** What a configuration file holds under its keys, in the order of the file; a `Map`, so that no key is special. */
export type ConfigurationTable = ReadonlyMap<string, ConfigurationValue>;

export type ConfigurationValue =
  | string
  | boolean
  /** A float; whole numbers are `bigint`. */
  | number
  | bigint
  | ConfigurationDate
  | readonly ConfigurationValue[]
  | ConfigurationTable;

/** A date, a time or both, as it is written. */
interface ConfigurationDate {
  readonly date: string;
}

/** The value as a table; undefined when it is none. */
export const asTable = (value: ConfigurationValue | undefined): ConfigurationTable | undefined =>
  value instanceof Map ? value : undefined;

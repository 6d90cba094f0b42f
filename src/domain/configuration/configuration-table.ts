/**
 * The contents of a configuration file, in file order; a `Map`, so that keys such as `__proto__` are
 * ordinary.
 */
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

/** A date, a time or both, as written. */
export interface ConfigurationDate {
  readonly date: string;
}

/** The value as a table; undefined when it is not one. */
export const asTable = (value: ConfigurationValue | undefined): ConfigurationTable | undefined =>
  value instanceof Map ? value : undefined;

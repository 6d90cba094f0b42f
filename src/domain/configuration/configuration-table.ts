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

/** A text is not a valid configuration. The message names the error and repeats nothing of the text. */
export class ConfigurationSyntaxError extends Error {
  /** Line and column count from 1. */
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number, message: string) {
    super(message);
    this.name = 'ConfigurationSyntaxError';
    this.line = line;
    this.column = column;
  }
}

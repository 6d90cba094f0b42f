/** Facts that belong to a log line; never a secret, a command line, an environment or output. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the server says what it does. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

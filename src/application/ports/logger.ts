/** The fields of a log line; never a secret, a command line, an environment or output. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The server's log. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

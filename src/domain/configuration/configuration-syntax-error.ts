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

/** A text is no configuration. Its message says what is wrong, and repeats nothing of the text. */
export class ConfigurationSyntaxError extends Error {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number, message: string) {
    super(message);
    this.name = 'ConfigurationSyntaxError';
    this.line = line;
    this.column = column;
  }
}

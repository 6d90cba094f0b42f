/** The exit code of a failure that is not the command's, as with ssh. */
export const EXIT_OWN_FAILURE = 255;

/** A failure of the command line itself. Its message is the one line that the user sees: what is wrong, and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode = EXIT_OWN_FAILURE, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

import { EXIT_OWN_FAILURE } from './exit-code.js';

/** A failure of the command line itself. Its message is the one line that the user sees: what is wrong, and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode = EXIT_OWN_FAILURE) {
    super(message);
    this.exitCode = exitCode;
  }
}

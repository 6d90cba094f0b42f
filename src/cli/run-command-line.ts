import { CommanderError } from 'commander';
import { CliError } from './cli-error.js';
import { EXIT_OWN_FAILURE } from './exit-code.js';
import type { Host } from './host.js';
import { describeProgram } from './program.js';

/**
 * Runs the command that is given; what it says of a failure is on standard error.
 *
 * @param args without the program
 * @returns the exit code
 */
export const runCommandLine = async (args: readonly string[], host: Host): Promise<number> => {
  let exitCode = 0;
  const program = describeProgram(host, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, host);
  }
};

const exitCodeOf = (error: unknown, { stderr }: Host): number => {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : EXIT_OWN_FAILURE;
  }
  const { message } = error as Error;
  stderr.write(`exec-server: ${message}\n`);
  return error instanceof CliError ? error.exitCode : EXIT_OWN_FAILURE;
};

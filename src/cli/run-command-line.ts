import { CommanderError } from 'commander';
import { CliError } from './cli-error.js';
import type { Actions } from './command-options.js';
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
  const program = describeProgram(
    actionsOf(host),
    (code) => {
      exitCode = code;
    },
    {
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    },
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, host);
  }
};

/** A command is loaded when it is given. */
const actionsOf = (host: Host): Actions => ({
  run: async (command, options) => (await import('./commands/run.js')).run(command, options, host),
  attach: async (id, options) => (await import('./commands/attach.js')).attach(id, options, host),
  ps: async (options) => (await import('./commands/ps.js')).ps(options, host),
  logs: async (id, options) => (await import('./commands/logs.js')).logs(id, options, host),
  kill: async (ids, options) => (await import('./commands/kill.js')).kill(ids, options, host),
  wait: async (ids, options) => (await import('./commands/wait.js')).wait(ids, options, host),
  rm: async (ids, options) => (await import('./commands/rm.js')).rm(ids, options, host),
  cp: async (from, to, options) => (await import('./commands/cp.js')).cp(from, to, options, host),
  health: async (options) => (await import('./commands/health.js')).health(options, host),
  completion: async (shell, program) => {
    const { completionScript } = await import('./completion/completion-script.js');
    host.stdout.write(completionScript(shell, program));
    return 0;
  },
});

const exitCodeOf = (error: unknown, { stderr }: Host): number => {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : EXIT_OWN_FAILURE;
  }
  const { message } = error as Error;
  stderr.write(`exec-server: ${message}\n`);
  return error instanceof CliError ? error.exitCode : EXIT_OWN_FAILURE;
};

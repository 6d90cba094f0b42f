import { Command, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../../adapters/logging/pino-logger.js';
import type { Limits } from '../../application/limits/limits.js';
import type { OverflowPolicy } from '../../domain/output/output-log.js';
import type { AuthenticationOptions } from '../authentication.js';
import { packageVersion } from '../package-version.js';
import { addAccessOptions, readAccessOptions } from './access-options.js';
import { addAuthenticationOptions, readAuthentication } from './authentication-options.js';
import { addLimitOptions, readLimits } from './limit-options.js';
import { optionDescription } from './option-description.js';
import { parsePath } from './units.js';
import { type MisspeltVariable, misspeltVariables, readVariables } from './variables.js';

/** What the daemon was told by its flags and its environment. */
export interface Configuration {
  readonly listen: string;
  readonly logLevel: LogLevel;
  readonly overflow: OverflowPolicy;
  readonly limits: Partial<Limits>;
  readonly bwrapPath: string;
  readonly authentication: AuthenticationOptions | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowUnauthenticated: boolean;
  /** Ends when standard input does. */
  readonly exitWithParent: boolean;
  /** To be warned of: whoever set them believes that they have an effect. */
  readonly misspeltVariables: readonly MisspeltVariable[];
}

/**
 * Reads flags, then `EXEC_SERVER_…` variables, then defaults. `--help` and `--version` print and end the
 * process with 0; a usage error is thrown as commander's `CommanderError`, its text already printed.
 *
 * @throws {StartupError} for options that contradict one another.
 */
export const readCommandLine = (argv: readonly string[]): Configuration => {
  const command = describeCommand();
  command.parse([...argv], { from: 'user' });
  readVariables(command);
  const given = command.opts();
  return {
    listen: given.listen,
    logLevel: given.logLevel,
    overflow: given.onOverflow,
    bwrapPath: given.bwrapPath,
    limits: readLimits(command),
    authentication: readAuthentication(given),
    ...readAccessOptions(given),
    exitWithParent: given.exitWithParent === true,
    misspeltVariables: misspeltVariables(command),
  };
};

const describeCommand = (): Command => {
  const command = new Command('exec-server')
    .description(
      'Runs processes for remote clients over WebSocket JSON-RPC (codex exec-server protocol).',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ optionDescription })
    .exitOverride();
  command.addOption(
    new Option('--listen <URL>', 'where to listen: ws://IP:PORT, port 0 for any free one')
      .env('EXEC_SERVER_LISTEN')
      .default('ws://127.0.0.1:0'),
  );
  command.addOption(
    new Option('--log-level <LEVEL>', 'what is logged to standard error')
      .env('EXEC_SERVER_LOG_LEVEL')
      .choices(LOG_LEVELS)
      .default('info'),
  );
  command.addOption(
    new Option(
      '--on-overflow <POLICY>',
      'when output outruns its client: pause the process, or evict',
    )
      .env('EXEC_SERVER_ON_OVERFLOW')
      .choices(['pause', 'evict'])
      .default('pause'),
  );
  command.addOption(
    new Option(
      '--bwrap-path <PATH>',
      'bubblewrap, which makes sandboxes: a path, or a name on PATH',
    )
      .env('EXEC_SERVER_BWRAP_PATH')
      .argParser(parsePath)
      .default('bwrap'),
  );
  command.addOption(
    new Option(
      '--exit-with-parent',
      'end when standard input is closed, a pipe that the starter keeps open: so when it has ended, even by SIGKILL',
    ).env('EXEC_SERVER_EXIT_WITH_PARENT'),
  );
  addAuthenticationOptions(command);
  addAccessOptions(command);
  addLimitOptions(command);
  return command.addHelpText('after', HELP_FOOTER);
};

const HELP_FOOTER = `
The bound URL is the first and only line on standard output. A flag goes before
its environment variable, and that before the default. SIGTERM and SIGINT end
every process and the daemon; so does SIGHUP where it runs on a terminal.`;

import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../../adapters/logging/pino-logger.js';
import type { Limits } from '../../application/limits/limits.js';
import type { AuthenticationOptions } from '../authentication.js';
import { packageVersion } from '../package-root.js';
import { readAccessOptions } from './access-options.js';
import { readAuthentication } from './authentication-options.js';
import { readLimits } from './limit-options.js';
import { readMetricsOptions } from './metrics-options.js';
import { GROUPS, type OptionGroup } from './option-groups.js';
import { optionDescription, optionOf } from './option-names.js';
import { parseDurationOrNoneMs } from './units.js';
import { type MisspeltVariable, misspeltVariables, readVariables } from './variables.js';

/** The options that the daemon and the gateway have in common. */
export interface CommonConfiguration {
  readonly listen: string;
  readonly logLevel: LogLevel;
  readonly limits: Partial<Limits>;
  readonly authentication: AuthenticationOptions | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowUnauthenticated: boolean;
  readonly metrics: boolean;
  readonly metricsListen: string | undefined;
  /** How long SIGTERM lets work go on; 0: it stops the program at once. */
  readonly drainTimeoutMs: number;
  /** Variables without effect that resemble an option's, to be logged as warnings. */
  readonly misspeltVariables: readonly MisspeltVariable[];
}

/** A program that takes options: the daemon, or a gateway. */
export interface OptionsProgram<C extends CommonConfiguration = CommonConfiguration> {
  /** The command line with all of its options; parses nothing yet. */
  describe(): Command;
  /** @throws {CommanderError} or {@link StartupError} for options that are missing or contradict one another. */
  configurationOf(command: Command): C;
}

/** The end of `--help`. */
export const HELP_FOOTER = `
The bound URL is the first and only line on standard output. Precedence: flag,
then environment variable, then --config, then default.`;

/** A program without options but `--help` and `--version`. */
export const describeProgram = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ optionDescription })
    .configureOutput({
      writeOut: (text) => print(process.stdout, text),
      writeErr: (text) => print(process.stderr, text),
    })
    .exitOverride();

/** Its reader may have gone: `exec-server --help | head -1`. */
const print = (stream: Writable, text: string): void => {
  stream.on('error', () => undefined).write(text);
};

/** Adds `--listen`. */
export const addListenOption = (command: Command, group: OptionGroup): void => {
  command.addOption(
    optionOf(
      '--listen <URL>',
      'listening address: ws://IP:PORT; port 0 picks a free port; addresses beyond loopback require authentication; sockets of systemd (LISTEN_FDS) take its place',
      group,
    ).default('ws://127.0.0.1:0'),
  );
};

/** Adds `--drain-timeout`. @param help what it does */
export const addDrainOption = (command: Command, help: string, group: OptionGroup): void => {
  command.addOption(
    optionOf('--drain-timeout <TIME>', help, group)
      .argParser(parseDurationOrNoneMs)
      .default(undefined, '0'),
  );
};

/** Adds `--log-level`. */
export const addLogLevelOption = (command: Command): void => {
  command.addOption(
    optionOf('--log-level <LEVEL>', 'lowest level that is logged to standard error', GROUPS.log)
      .choices(LOG_LEVELS)
      .default('info'),
  );
};

/**
 * Reads flags, then `EXEC_SERVER_…` variables, and returns `command`.
 *
 * @throws {CommanderError} for `--help` and `--version` (exit code 0) and for a usage error (exit code 1 or 2);
 * its text is already printed.
 */
export const parseProgram = (command: Command, argv: readonly string[]): Command => {
  command.parse([...argv], { from: 'user' });
  readVariables(command);
  return command;
};

/** @throws {CommanderError} or {@link StartupError} for options that contradict one another. */
export const readCommonOptions = (command: Command): CommonConfiguration => {
  const given = command.opts();
  return {
    listen: given.listen,
    logLevel: given.logLevel,
    limits: readLimits(command),
    authentication: readAuthentication(given),
    ...readAccessOptions(given),
    ...readMetricsOptions(given),
    drainTimeoutMs: given.drainTimeout ?? 0,
    misspeltVariables: misspeltVariables(command),
  };
};

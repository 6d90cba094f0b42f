import { Command, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../../adapters/logging/pino-logger.js';
import type { Limits } from '../../application/limits/limits.js';
import { addAccessOptions, readAccessOptions } from '../options/access-options.js';
import { addAuthenticationOptions, readAuthentication } from '../options/authentication-options.js';
import { addTrustedProxyOption } from '../options/fleet-options.js';
import { addLimitOptions, readLimits } from '../options/limit-options.js';
import { GROUPS } from '../options/option-groups.js';
import { optionDescription, variableOf } from '../options/option-names.js';
import { type MisspeltVariable, misspeltVariables, readVariables } from '../options/variables.js';
import { packageVersion } from '../package-root.js';
import type { GatewayOptions } from './gateway-options.js';

/** A gateway's configuration, from flags, environment variables and defaults. */
export interface GatewayConfiguration extends Omit<GatewayOptions, 'logger'> {
  readonly logLevel: LogLevel;
  /** Variables without effect that resemble an option's, to be logged as warnings. */
  readonly misspeltVariables: readonly MisspeltVariable[];
}

/** The limits that have an effect in a gateway. */
const LIMITS: readonly (keyof Limits)[] = [
  'maxAuthFailures',
  'maxConnections',
  'maxPendingConnections',
  'requestTimeoutMs',
  'initializeTimeoutMs',
  'maxRequestHeaderBytes',
  'logRateLimit',
];

/**
 * Reads flags, then `EXEC_SERVER_…` variables, then defaults.
 *
 * @throws {CommanderError} for `--help` and `--version` (exit code 0) and for a usage error; its text is already printed.
 * @throws {StartupError} for options that contradict one another.
 */
export const readGatewayCommandLine = (argv: readonly string[]): GatewayConfiguration => {
  const command = describeGatewayCommand();
  command.parse([...argv], { from: 'user' });
  readVariables(command);
  const given = command.opts();
  return {
    listen: given.listen,
    nodes: given.nodes,
    logLevel: given.logLevel,
    limits: readLimits(command),
    authentication: readAuthentication(given),
    ...readAccessOptions(given),
    trustedProxies: given.trustedProxy ?? [],
    misspeltVariables: misspeltVariables(command),
  };
};

/** The command line with all of its options; parses nothing yet. */
export const describeGatewayCommand = (): Command => {
  const command = new Command('exec-server gateway')
    .description('Connects clients to the nodes of a fleet, each to the one that owns its session.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ optionDescription })
    .exitOverride();
  command.addOption(
    new Option(
      '--listen <URL>',
      'listening address: ws://IP:PORT; port 0 picks a free port; addresses beyond loopback require authentication',
    )
      .helpGroup(GROUPS.gateway)
      .env('EXEC_SERVER_LISTEN')
      .default('ws://127.0.0.1:0'),
  );
  command.addOption(
    new Option(
      '--nodes <WHERE>',
      'where the nodes are: ws://HOST:PORT, several with commas; dns://NAME:PORT; or redis://HOST:PORT, where they announce themselves',
    )
      .helpGroup(GROUPS.gateway)
      .env(variableOf('nodes'))
      .makeOptionMandatory(),
  );
  addAuthenticationOptions(command);
  addAccessOptions(command);
  addTrustedProxyOption(command);
  addLimitOptions(command, LIMITS);
  command.addOption(
    new Option('--log-level <LEVEL>', 'lowest level that is logged to standard error')
      .helpGroup(GROUPS.log)
      .env('EXEC_SERVER_LOG_LEVEL')
      .choices(LOG_LEVELS)
      .default('info'),
  );
  return command;
};

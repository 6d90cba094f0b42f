import type { Command } from 'commander';
import type { Limits } from '../../application/limits/limits.js';
import { addAccessOptions } from '../options/access-options.js';
import { addAuthenticationOptions } from '../options/authentication-options.js';
import {
  addDrainOption,
  addListenOption,
  addLogLevelOption,
  type CommonConfiguration,
  describeProgram,
  parseProgram,
  readCommonOptions,
} from '../options/common-options.js';
import { addTrustedProxyOption } from '../options/fleet-options.js';
import { addLimitOptions } from '../options/limit-options.js';
import { addMetricsOptions } from '../options/metrics-options.js';
import { GROUPS } from '../options/option-groups.js';
import { optionOf } from '../options/option-names.js';

/** A gateway's configuration, from flags, environment variables and defaults. */
export interface GatewayConfiguration extends CommonConfiguration {
  readonly nodes: string;
  readonly trustedProxies: readonly string[];
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
  const command = parseProgram(describeGatewayCommand(), argv);
  const { nodes, trustedProxy = [] } = command.opts();
  return { ...readCommonOptions(command), nodes, trustedProxies: trustedProxy };
};

/** The command line with all of its options; parses nothing yet. */
export const describeGatewayCommand = (): Command => {
  const command = describeProgram(
    'exec-server gateway',
    'Connects clients to the nodes of a fleet, each to the one that owns its session.',
  );
  addListenOption(command, GROUPS.gateway);
  command.addOption(
    optionOf(
      '--nodes <WHERE>',
      'where the nodes are: ws://HOST:PORT, several with commas; dns://NAME:PORT; or redis://HOST:PORT, where they announce themselves',
      GROUPS.gateway,
    ).makeOptionMandatory(),
  );
  addDrainOption(
    command,
    'how long SIGTERM lets connections go on, while /readyz answers 503; a second signal stops the gateway at once',
    GROUPS.gateway,
  );
  addAuthenticationOptions(command);
  addAccessOptions(command);
  addTrustedProxyOption(command);
  addLimitOptions(command, LIMITS);
  addMetricsOptions(command);
  addLogLevelOption(command);
  return command;
};

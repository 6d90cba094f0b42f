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
  HELP_FOOTER,
  type OptionsProgram,
  readCommonOptions,
} from '../options/common-options.js';
import { addOwnConfigOption } from '../options/config-option.js';
import { addTrustedProxyOption } from '../options/fleet-options.js';
import { addLimitOptions } from '../options/limit-options.js';
import { addMetricsOptions } from '../options/metrics-options.js';
import { GROUPS } from '../options/option-groups.js';
import { optionOf } from '../options/option-names.js';

/** A gateway's configuration, from flags, environment variables, a file and defaults. */
export interface GatewayConfiguration extends CommonConfiguration {
  readonly nodes: string;
  readonly trustedProxies: readonly string[];
}

/** Required, of the command line or of the file: commander would ask for it before the file is read. */
const NODES = '--nodes <WHERE>';

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

const configurationOf = (command: Command): GatewayConfiguration => {
  const { nodes, trustedProxy = [] } = command.opts();
  if (nodes === undefined) {
    command.error(`error: required option '${NODES}' not specified`);
  }
  return { ...readCommonOptions(command), nodes, trustedProxies: trustedProxy };
};

const describe = (): Command => {
  const command = describeProgram(
    'exec-server gateway',
    'Connects clients to the nodes of a fleet, each to the one that owns its session.',
  );
  addListenOption(command, GROUPS.gateway);
  command.addOption(
    optionOf(
      NODES,
      'where the nodes are: ws://HOST:PORT, several with commas; dns://NAME:PORT; or redis://HOST:PORT, where they announce themselves',
      GROUPS.gateway,
    ),
  );
  addDrainOption(
    command,
    'how long SIGTERM lets connections go on, while /readyz answers 503; a second signal stops the gateway at once',
    GROUPS.gateway,
  );
  addOwnConfigOption(command, GROUPS.gateway);
  addAuthenticationOptions(command);
  addAccessOptions(command);
  addTrustedProxyOption(command);
  addLimitOptions(command, LIMITS);
  addMetricsOptions(command);
  addLogLevelOption(command);
  return command.addHelpText('after', HELP_FOOTER);
};

/** A gateway. */
export const GATEWAY: OptionsProgram<GatewayConfiguration> = { describe, configurationOf };

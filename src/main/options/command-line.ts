import type { Command } from 'commander';
import type { OverflowPolicy } from '../../domain/output/output-log.js';
import type { FleetOptions } from '../exec-server-options.js';
import { addAccessOptions } from './access-options.js';
import { type AuditOptions, addAuditOptions, readAuditOptions } from './audit-options.js';
import { addAuthenticationOptions } from './authentication-options.js';
import {
  addDrainOption,
  addListenOption,
  addLogLevelOption,
  type CommonConfiguration,
  describeProgram,
  HELP_FOOTER,
  type OptionsProgram,
  readCommonOptions,
} from './common-options.js';
import { addConfigOption } from './config-option.js';
import { addFleetOptions, readFleetOptions } from './fleet-options.js';
import { addLimitOptions } from './limit-options.js';
import { addMetricsOptions } from './metrics-options.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { addProxyOptions, readProxyOptions } from './proxy-options.js';
import { parseDurationMs, parsePath } from './units.js';
import { addUpstreamOptions, readUpstreamOptions } from './upstream-options.js';

/** The daemon's configuration, from flags, environment variables, a file and defaults. */
export interface Configuration extends CommonConfiguration {
  readonly overflow: OverflowPolicy;
  readonly bwrapPath: string;
  /** Whether processes find the server's programs on their `PATH`. */
  readonly tools: boolean;
  readonly audit: AuditOptions | undefined;
  /** Undefined: this daemon is no node of a fleet. */
  readonly fleet: FleetOptions | undefined;
  readonly tcpUpstreamProxy: string | undefined;
  readonly proxyPrivateIpsViaUpstream: boolean;
  /** Stop when standard input reaches end of file. */
  readonly exitWithParent: boolean;
  /** Stop when there has been no session for this long; undefined: never. */
  readonly exitWhenIdleMs: number | undefined;
  /** Options of upstream that were given and change nothing, to be logged. */
  readonly optionsWithoutEffect: readonly string[];
}

const configurationOf = (command: Command): Configuration => {
  const given = command.opts();
  return {
    ...readCommonOptions(command),
    overflow: given.onOverflow,
    bwrapPath: given.bwrapPath,
    tools: given.tools === true,
    audit: readAuditOptions(given),
    fleet: readFleetOptions(given),
    ...readProxyOptions(given),
    exitWithParent: given.exitWithParent === true || given.exitOnStdinClose === true,
    exitWhenIdleMs: given.exitWhenIdle,
    optionsWithoutEffect: readUpstreamOptions(given),
  };
};

const describe = (): Command => {
  const command = describeProgram(
    'exec-server',
    'Runs processes for remote clients over WebSocket JSON-RPC (codex exec-server protocol).',
  ).usage(
    '[serve] [options]\n       exec-server COMMAND …   (run, attach, ps, logs, kill, wait: see exec-server help)',
  );
  addListenOption(command, GROUPS.server);
  addServerOptions(command);
  addDrainOption(
    command,
    'how long SIGTERM lets the sessions that there are go on, without taking new ones; a second signal stops the daemon at once',
    GROUPS.server,
  );
  addConfigOption(command);
  addAuthenticationOptions(command);
  addAccessOptions(command);
  addLimitOptions(command);
  addFleetOptions(command);
  addProxyOptions(command);
  addMetricsOptions(command);
  command.addOption(
    optionOf(
      '--on-overflow <POLICY>',
      'at the output limits: pause the process, or evict its oldest output',
      GROUPS.sessions,
    )
      .choices(['pause', 'evict'])
      .default('pause'),
  );
  addLogLevelOption(command);
  addAuditOptions(command);
  addUpstreamOptions(command);
  return command.addHelpText('after', `${HELP_FOOTER} ${SIGNALS}`);
};

const addServerOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--bwrap-path <PATH>',
      'bubblewrap executable for sandboxes: a path, or a name on PATH',
      GROUPS.server,
    )
      .argParser(parsePath)
      .default('bwrap'),
  );
  command.addOption(
    optionOf(
      '--no-tools',
      'leave apply_patch and rg off the PATH of processes; without it they are there, rg where the host has none',
      GROUPS.server,
    ),
  );
  command.addOption(
    optionOf(
      '--exit-with-parent',
      'stop at end of file on standard input: with a pipe from the parent, when the parent exits, even by SIGKILL',
      GROUPS.server,
    ),
  );
  command.addOption(
    optionOf(
      '--exit-when-idle <TIME>',
      'stop when there has been no session, attached or detached, for this long',
      GROUPS.server,
    )
      .default(undefined, 'never')
      .argParser(parseDurationMs),
  );
};

const SIGNALS = `SIGTERM
(after --drain-timeout) and SIGINT stop the daemon and every process; so does
SIGHUP if one of its standard streams is a terminal.`;

/** The daemon. */
export const DAEMON: OptionsProgram<Configuration> = { describe, configurationOf };

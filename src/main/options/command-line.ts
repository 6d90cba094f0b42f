import { Command, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../../adapters/logging/pino-logger.js';
import type { Limits } from '../../application/limits/limits.js';
import type { OverflowPolicy } from '../../domain/output/output-log.js';
import type { AuthenticationOptions } from '../authentication.js';
import type { FleetOptions } from '../exec-server-options.js';
import { packageVersion } from '../package-root.js';
import { addAccessOptions, readAccessOptions } from './access-options.js';
import { type AuditOptions, addAuditOptions, readAuditOptions } from './audit-options.js';
import { addAuthenticationOptions, readAuthentication } from './authentication-options.js';
import { addConfigOption } from './config-option.js';
import { addFleetOptions, readFleetOptions } from './fleet-options.js';
import { addLimitOptions, readLimits } from './limit-options.js';
import { addMetricsOptions, readMetricsOptions } from './metrics-options.js';
import { GROUPS } from './option-groups.js';
import { optionDescription } from './option-names.js';
import { addProxyOptions, readProxyOptions } from './proxy-options.js';
import { parseDurationMs, parseDurationOrNoneMs, parsePath } from './units.js';
import { addUpstreamOptions, readUpstreamOptions } from './upstream-options.js';
import { type MisspeltVariable, misspeltVariables, readVariables } from './variables.js';

/** The daemon's configuration, from flags, environment variables, a file and defaults. */
export interface Configuration {
  readonly listen: string;
  readonly logLevel: LogLevel;
  readonly overflow: OverflowPolicy;
  readonly limits: Partial<Limits>;
  readonly bwrapPath: string;
  /** Whether processes find the server's programs on their `PATH`. */
  readonly tools: boolean;
  readonly audit: AuditOptions | undefined;
  readonly authentication: AuthenticationOptions | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowUnauthenticated: boolean;
  /** Undefined: this daemon is no node of a fleet. */
  readonly fleet: FleetOptions | undefined;
  readonly tcpUpstreamProxy: string | undefined;
  readonly proxyPrivateIpsViaUpstream: boolean;
  readonly metrics: boolean;
  readonly metricsListen: string | undefined;
  /** Stop when standard input reaches end of file. */
  readonly exitWithParent: boolean;
  /** How long SIGTERM lets sessions go on; 0: it stops the daemon at once. */
  readonly drainTimeoutMs: number;
  /** Stop when there has been no session for this long; undefined: never. */
  readonly exitWhenIdleMs: number | undefined;
  /** Options of upstream that were given and change nothing, to be logged. */
  readonly optionsWithoutEffect: readonly string[];
  /** Variables without effect that resemble an option's, to be logged as warnings. */
  readonly misspeltVariables: readonly MisspeltVariable[];
}

/**
 * Reads flags, then `EXEC_SERVER_…` variables, then defaults.
 *
 * @throws {CommanderError} for `--help` and `--version` (exit code 0) and for a usage error (exit code 1 or 2);
 * its text is already printed.
 * @throws {StartupError} for options that contradict one another.
 */
export const readCommandLine = (argv: readonly string[]): Configuration =>
  configurationOf(parseCommandLine(argv));

/** Flags and variables alone. @throws {CommanderError} as `readCommandLine` does. */
export const parseCommandLine = (argv: readonly string[]): Command => {
  const command = describeCommand();
  command.parse([...argv], { from: 'user' });
  readVariables(command);
  return command;
};

/** @throws {CommanderError} or {@link StartupError} for options that contradict one another. */
export const configurationOf = (command: Command): Configuration => {
  const given = command.opts();
  return {
    listen: given.listen,
    logLevel: given.logLevel,
    overflow: given.onOverflow,
    bwrapPath: given.bwrapPath,
    tools: given.tools === true,
    limits: readLimits(command),
    audit: readAuditOptions(given),
    authentication: readAuthentication(given),
    ...readAccessOptions(given),
    fleet: readFleetOptions(given),
    ...readProxyOptions(given),
    ...readMetricsOptions(given),
    exitWithParent: given.exitWithParent === true || given.exitOnStdinClose === true,
    drainTimeoutMs: given.drainTimeout ?? 0,
    exitWhenIdleMs: given.exitWhenIdle,
    optionsWithoutEffect: readUpstreamOptions(given),
    misspeltVariables: misspeltVariables(command),
  };
};

/** The command line with all of its options; parses nothing yet. */
export const describeCommand = (): Command => {
  const command = new Command('exec-server')
    .description(
      'Runs processes for remote clients over WebSocket JSON-RPC (codex exec-server protocol).',
    )
    .usage(
      '[serve] [options]\n       exec-server COMMAND …   (run, attach, ps, logs, kill, wait: see exec-server help)',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ optionDescription })
    .exitOverride();
  command.addOption(
    new Option(
      '--listen <URL>',
      'listening address: ws://IP:PORT; port 0 picks a free port; addresses beyond loopback require authentication',
    )
      .helpGroup(GROUPS.server)
      .env('EXEC_SERVER_LISTEN')
      .default('ws://127.0.0.1:0'),
  );
  command.addOption(
    new Option(
      '--bwrap-path <PATH>',
      'bubblewrap executable for sandboxes: a path, or a name on PATH',
    )
      .helpGroup(GROUPS.server)
      .env('EXEC_SERVER_BWRAP_PATH')
      .argParser(parsePath)
      .default('bwrap'),
  );
  command.addOption(
    new Option(
      '--no-tools',
      'leave apply_patch and rg off the PATH of processes; without it they are there, rg where the host has none',
    )
      .helpGroup(GROUPS.server)
      .env('EXEC_SERVER_NO_TOOLS'),
  );
  command.addOption(
    new Option(
      '--exit-with-parent',
      'stop at end of file on standard input: with a pipe from the parent, when the parent exits, even by SIGKILL',
    )
      .helpGroup(GROUPS.server)
      .env('EXEC_SERVER_EXIT_WITH_PARENT'),
  );
  command.addOption(
    new Option(
      '--exit-when-idle <TIME>',
      'stop when there has been no session, attached or detached, for this long',
    )
      .helpGroup(GROUPS.server)
      .env('EXEC_SERVER_EXIT_WHEN_IDLE')
      .default(undefined, 'never')
      .argParser(parseDurationMs),
  );
  command.addOption(
    new Option(
      '--drain-timeout <TIME>',
      'how long SIGTERM lets the sessions that there are go on, without taking new ones; a second signal stops the daemon at once',
    )
      .helpGroup(GROUPS.server)
      .env('EXEC_SERVER_DRAIN_TIMEOUT')
      .argParser(parseDurationOrNoneMs)
      .default(undefined, '0'),
  );
  addConfigOption(command);
  addAuthenticationOptions(command);
  addAccessOptions(command);
  addLimitOptions(command);
  addFleetOptions(command);
  addProxyOptions(command);
  addMetricsOptions(command);
  command.addOption(
    new Option(
      '--on-overflow <POLICY>',
      'at the output limits: pause the process, or evict its oldest output',
    )
      .helpGroup(GROUPS.sessions)
      .env('EXEC_SERVER_ON_OVERFLOW')
      .choices(['pause', 'evict'])
      .default('pause'),
  );
  command.addOption(
    new Option('--log-level <LEVEL>', 'lowest level that is logged to standard error')
      .helpGroup(GROUPS.log)
      .env('EXEC_SERVER_LOG_LEVEL')
      .choices(LOG_LEVELS)
      .default('info'),
  );
  addAuditOptions(command);
  addUpstreamOptions(command);
  return command.addHelpText('after', HELP_FOOTER);
};

const HELP_FOOTER = `
The bound URL is the first and only line on standard output. Precedence: flag,
then environment variable, then --config, then default. SIGTERM (after --drain-timeout) and
SIGINT stop the daemon and every process; so does SIGHUP if one of its standard
streams is a terminal.`;

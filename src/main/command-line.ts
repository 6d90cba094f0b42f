import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../adapters/logging/pino-logger.js';
import { DEFAULT_LIMITS, type Limits } from '../application/limits.js';
import type { OverflowPolicy } from '../domain/output-log.js';
import { parseBytes, parseCount, parseDurationMs, parseWindowBytes } from './units.js';

/** What the daemon was told by its flags and its environment. */
export interface Configuration {
  readonly listen: string;
  readonly logLevel: LogLevel;
  readonly overflow: OverflowPolicy;
  readonly limits: Partial<Limits>;
}

/** An option that sets a limit: flag, value, help, and how its text is read. */
type LimitOption = readonly [
  limit: keyof Limits,
  flag: string,
  value: string,
  help: string,
  parse: (text: string) => number,
];

const LIMIT_OPTIONS: readonly LimitOption[] = [
  [
    'sessionTtlMs',
    'session-ttl',
    'TIME',
    'how long a detached session waits for its client',
    parseDurationMs,
  ],
  [
    'outputRetentionBytes',
    'output-retention',
    'SIZE',
    'newest output kept per process',
    parseBytes,
  ],
  [
    'outputWindowBytes',
    'output-window',
    'SIZE',
    'output a client may be behind, per process',
    parseWindowBytes,
  ],
  ['maxRetainedBytes', 'max-retained-bytes', 'SIZE', 'output kept over all processes', parseBytes],
  [
    'pingIntervalMs',
    'ping-interval',
    'TIME',
    'how often a client is asked for a sign of life',
    parseDurationMs,
  ],
  ['peerTimeoutMs', 'peer-timeout', 'TIME', 'how long a client may be silent', parseDurationMs],
  [
    'pendingInputBytes',
    'max-pending-input',
    'SIZE',
    'input that waits for a process that does not read',
    parseBytes,
  ],
  ['maxConnections', 'max-connections', 'N', 'open connections', parseCount],
  ['maxSessions', 'max-sessions', 'N', 'sessions, attached and detached', parseCount],
  ['maxProcessesPerSession', 'max-processes', 'N', 'processes in one session', parseCount],
  ['maxFrameBytes', 'max-frame-bytes', 'SIZE', 'largest incoming WebSocket frame', parseBytes],
  ['maxMessageBytes', 'max-message-bytes', 'SIZE', 'largest incoming message', parseBytes],
  [
    'initializeTimeoutMs',
    'initialize-timeout',
    'TIME',
    'how long a connection may take to initialize',
    parseDurationMs,
  ],
];

/**
 * Reads flags, then `EXEC_SERVER_…` variables, then defaults. `--help` and `--version` print and end the
 * process with 0; a usage error is thrown as commander's `CommanderError`, its text already printed.
 */
export const readCommandLine = (argv: readonly string[]): Configuration => {
  const command = describeCommand();
  command.parse([...argv], { from: 'user' });
  const { listen, logLevel, onOverflow, ...rest } = command.opts();
  const limits = LIMIT_OPTIONS.map(([limit, flag]) => [limit, rest[camelCase(flag)]] as const);
  return {
    listen,
    logLevel,
    overflow: onOverflow,
    limits: Object.fromEntries(limits.filter(([, value]) => value !== undefined)),
  };
};

const describeCommand = (): Command => {
  const command = new Command('exec-server')
    .description(
      'Runs processes for remote clients over WebSocket JSON-RPC (codex exec-server protocol).',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride();
  command.addOption(
    new Option(
      '--listen <URL>',
      'where to listen: ws://IP:PORT on loopback, port 0 for any free one',
    )
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
  for (const [limit, flag, value, help, parse] of LIMIT_OPTIONS) {
    command.addOption(
      new Option(`--${flag} <${value}>`, `${help} (default: ${defaultText(limit, parse)})`)
        .env(`EXEC_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`)
        .argParser(parse),
    );
  }
  return command.addHelpText('after', HELP_FOOTER);
};

const HELP_FOOTER = `
The bound URL is the first and only line on standard output. A flag goes before
its environment variable, and that before the default. SIGTERM and SIGINT end
every process and the daemon.`;

const defaultText = (limit: keyof Limits, parse: (text: string) => number): string => {
  const value = DEFAULT_LIMITS[limit];
  if (parse === parseDurationMs) return `${value / 1000}s`;
  return parse === parseCount ? String(value) : `${value / 1024 ** 2}MiB`;
};

const camelCase = (flag: string): string =>
  flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const packageVersion = (): string => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};

import { type Command, InvalidArgumentError, Option } from 'commander';
import { boundsOf, findConflict, isWithinBounds } from '../../application/limits/limit-bounds.js';
import { DEFAULT_LIMITS, type Limits } from '../../application/limits/limits.js';
import { camelCase, FormerOption, variableOf } from './option-names.js';
import { formatBytes, formatMs, parseBytes, parseCount, parseDurationMs } from './units.js';

type Parse = (text: string) => number;

/** An option that sets a limit: its flag, placeholder, help text and parser, and its former flag if it was renamed. */
type LimitOption = readonly [
  limit: keyof Limits,
  flag: string,
  value: string,
  help: string,
  parse: Parse,
  former?: string,
];

const LIMIT_OPTIONS: readonly LimitOption[] = [
  [
    'sessionTtlMs',
    'session-ttl',
    'TIME',
    'how long a session is kept after its client disconnects',
    parseDurationMs,
  ],
  [
    'outputRetentionBytes',
    'output-retention',
    'SIZE',
    'newest output kept per process, acknowledged or not',
    parseBytes,
  ],
  [
    'outputWindowBytes',
    'output-window',
    'SIZE',
    'unacknowledged output per process; it is paused at half of this while a client is attached, near all of it while none is',
    parseBytes,
  ],
  [
    'maxRetainedBytes',
    'max-retained-bytes',
    'SIZE',
    'unacknowledged output of all processes; above it the largest are paused first',
    parseBytes,
  ],
  [
    'pingIntervalMs',
    'ping-interval',
    'TIME',
    'time between two pings to a client',
    parseDurationMs,
  ],
  [
    'peerTimeoutMs',
    'peer-timeout',
    'TIME',
    'a client that sends nothing for this long, pongs included, is disconnected',
    parseDurationMs,
  ],
  [
    'maxPendingInputBytes',
    'max-pending-input',
    'SIZE',
    'unread standard input per process; more is rejected',
    parseBytes,
  ],
  ['maxConnections', 'max-connections', 'N', 'open WebSockets; more get 503', parseCount],
  [
    'maxPendingConnections',
    'max-pending-connections',
    'N',
    'connections without a WebSocket, and WebSockets that have not initialized; above it the oldest is closed',
    parseCount,
  ],
  [
    'requestTimeoutMs',
    'request-timeout',
    'TIME',
    'time to receive a whole HTTP request; then 408',
    parseDurationMs,
  ],
  [
    'maxBytesInFlight',
    'max-bytes-in-flight',
    'SIZE',
    'bytes of unanswered requests per connection; above it the server stops reading',
    parseBytes,
  ],
  [
    'maxUnsentBytes',
    'max-unsent-bytes',
    'SIZE',
    'replies waiting for the socket per connection; above it the server stops reading',
    parseBytes,
  ],
  [
    'maxUninitializedBytes',
    'max-uninitialized-bytes',
    'SIZE',
    'total size of partially received messages from clients that have not initialized',
    parseBytes,
  ],
  [
    'maxRequestHeaderBytes',
    'max-header-bytes',
    'SIZE',
    'request line and headers of an HTTP request; larger ones get 431',
    parseBytes,
    'max-head-bytes',
  ],
  ['maxFileHandles', 'max-file-handles', 'N', 'open files per connection', parseCount],
  [
    'maxHttpRequests',
    'max-http-requests',
    'N',
    'concurrent http/request calls per connection',
    parseCount,
  ],
  [
    'maxBufferedBodyBytes',
    'max-http-body-bytes',
    'SIZE',
    'buffered bodies of http/request, over all clients',
    parseBytes,
    'max-http-bytes',
  ],
  [
    'logRateLimit',
    'log-rate-limit',
    'N',
    'log lines per minute with the same message; the rest are counted',
    parseCount,
    'max-log-lines',
  ],
  ['maxSessions', 'max-sessions', 'N', 'sessions, attached and detached', parseCount],
  [
    'maxProcessesPerSession',
    'max-processes',
    'N',
    'processes per session, running or kept for reads',
    parseCount,
  ],
  [
    'maxAuthFailures',
    'max-auth-failures',
    'N',
    'wrong credentials per address and minute; above it the address gets 429',
    parseCount,
    'max-wrong-credentials',
  ],
  [
    'maxResumeFailures',
    'max-resume-failures',
    'N',
    'wrong session ids per address and minute; above it each is answered late',
    parseCount,
    'max-wrong-session-ids',
  ],
  ['maxFrameBytes', 'max-frame-bytes', 'SIZE', 'largest incoming WebSocket frame', parseBytes],
  [
    'maxMessageBytes',
    'max-message-bytes',
    'SIZE',
    'largest incoming WebSocket message',
    parseBytes,
  ],
  [
    'initializeTimeoutMs',
    'initialize-timeout',
    'TIME',
    'time from the opened WebSocket to `initialize`; then it is closed',
    parseDurationMs,
  ],
];

/** Adds the options that set limits, each after its former spelling. */
export const addLimitOptions = (command: Command): void => {
  for (const [limit, flag, value, help, parse, former] of LIMIT_OPTIONS) {
    if (former !== undefined) {
      command.addOption(
        new FormerOption(flag, former, value).argParser(withinBounds(limit, parse)),
      );
    }
    command.addOption(
      new Option(`--${flag} <${value}>`, help)
        .default(undefined, defaultText(limit, parse))
        .env(variableOf(flag))
        .argParser(withinBounds(limit, parse)),
    );
  }
};

/**
 * The limits given on the command line or in variables; those left at their defaults are absent.
 *
 * @throws {CommanderError} with exit code 2 when two of them conflict.
 */
export const readLimits = (command: Command): Partial<Limits> => {
  const given = command.opts();
  const limits: Partial<Limits> = Object.fromEntries(
    LIMIT_OPTIONS.map(([limit, flag]) => [limit, given[camelCase(flag)]] as const).filter(
      ([, value]) => value !== undefined,
    ),
  );
  refuseConflict(command, { ...DEFAULT_LIMITS, ...limits });
  return limits;
};

const refuseConflict = (command: Command, limits: Limits): void => {
  const conflict = findConflict(limits);
  if (conflict === undefined) {
    return;
  }
  const [smaller, larger] = [conflict.smaller, conflict.larger].map((name) => {
    const [limit, flag, , , parse] = LIMIT_OPTIONS.find(([limit]) => limit === name) ?? [];
    return limit && parse ? `--${flag} (${formatValue(limits[limit], parse)})` : name;
  });
  command.error(`error: ${smaller} must be below ${larger}.`, { exitCode: 2 });
};

/** @throws {InvalidArgumentError} naming the bounds, when the value is outside them. */
const withinBounds =
  (limit: keyof Limits, parse: Parse): Parse =>
  (text) => {
    const value = parse(text);
    if (Number.isFinite(value) && isWithinBounds(limit, value)) {
      return value;
    }
    const { min, max } = boundsOf(limit);
    const kind = parse === parseDurationMs ? 'time' : 'size';
    throw new InvalidArgumentError(
      `Expected a ${kind} from ${formatValue(min, parse)} to ${formatValue(max, parse)}.`,
    );
  };

const formatValue = (value: number, parse: Parse): string => {
  if (parse === parseDurationMs) {
    return formatMs(value);
  }
  return parse === parseBytes ? formatBytes(value) : String(value);
};

const defaultText = (limit: keyof Limits, parse: Parse): string => {
  const value = DEFAULT_LIMITS[limit];
  if (parse === parseDurationMs) {
    return `${value / 1000}s`;
  }
  return formatValue(value, parse);
};

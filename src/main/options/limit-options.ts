import { type Command, InvalidArgumentError, Option } from 'commander';
import { boundsOf, findConflict, isWithinBounds } from '../../application/limits/limit-bounds.js';
import { DEFAULT_LIMITS, type Limits } from '../../application/limits/limits.js';
import { camelCase, variableOf } from './option-names.js';
import { formatBytes, formatMs, parseBytes, parseCount, parseDurationMs } from './units.js';

type Parse = (text: string) => number;

/** An option that sets a limit: flag, value, help, and how its text is read. */
type LimitOption = readonly [
  limit: keyof Limits,
  flag: string,
  value: string,
  help: string,
  parse: Parse,
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
    'output of a process that has not arrived; beyond it the process waits, beyond half while connected',
    parseBytes,
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
    'maxPendingInputBytes',
    'max-pending-input',
    'SIZE',
    'input that waits for a process that does not read',
    parseBytes,
  ],
  ['maxConnections', 'max-connections', 'N', 'open WebSockets', parseCount],
  [
    'maxPendingConnections',
    'max-pending-connections',
    'N',
    'connections that have not opened a WebSocket, or not initialized',
    parseCount,
  ],
  [
    'requestTimeoutMs',
    'request-timeout',
    'TIME',
    'how long an HTTP request may take to come',
    parseDurationMs,
  ],
  [
    'maxBytesInFlight',
    'max-bytes-in-flight',
    'SIZE',
    'requests of a connection that wait for their answers',
    parseBytes,
  ],
  [
    'maxUnsentBytes',
    'max-unsent-bytes',
    'SIZE',
    'answers that wait for a client that does not read',
    parseBytes,
  ],
  [
    'maxUninitializedBytes',
    'max-uninitialized-bytes',
    'SIZE',
    'messages in part, over all WebSockets that have not initialized',
    parseBytes,
  ],
  ['maxRequestHeaderBytes', 'max-head-bytes', 'SIZE', 'head of an HTTP request', parseBytes],
  ['maxFileHandles', 'max-file-handles', 'N', 'open files of one connection', parseCount],
  [
    'maxHttpRequests',
    'max-http-requests',
    'N',
    'HTTP requests under way for one connection',
    parseCount,
  ],
  [
    'maxBufferedBodyBytes',
    'max-http-bytes',
    'SIZE',
    'bodies of HTTP requests held for all clients',
    parseBytes,
  ],
  ['logRateLimit', 'max-log-lines', 'N', 'lines of log of one kind in a minute', parseCount],
  ['maxSessions', 'max-sessions', 'N', 'sessions, attached and detached', parseCount],
  ['maxProcessesPerSession', 'max-processes', 'N', 'processes in one session', parseCount],
  [
    'maxAuthFailures',
    'max-wrong-credentials',
    'N',
    'wrong credentials from one address in a minute',
    parseCount,
  ],
  [
    'maxResumeFailures',
    'max-wrong-session-ids',
    'N',
    'wrong session ids from one address in a minute',
    parseCount,
  ],
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

/** Adds the options that set limits. */
export const addLimitOptions = (command: Command): void => {
  for (const [limit, flag, value, help, parse] of LIMIT_OPTIONS) {
    command.addOption(
      new Option(`--${flag} <${value}>`, help)
        .default(undefined, defaultText(limit, parse))
        .env(variableOf(flag))
        .argParser(withinBounds(limit, parse)),
    );
  }
};

/**
 * The limits that were set.
 *
 * @throws {CommanderError} when two of them do not go together: a usage error.
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
    return limit && parse ? `--${flag} (${inWords(limits[limit], parse)})` : name;
  });
  command.error(`error: ${smaller} must be below ${larger}.`, { exitCode: 2 });
};

/** @throws {InvalidArgumentError} with the bounds, when the value is beyond one. */
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
      `Expected a ${kind} from ${inWords(min, parse)} to ${inWords(max, parse)}.`,
    );
  };

const inWords = (value: number, parse: Parse): string => {
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
  return inWords(value, parse);
};

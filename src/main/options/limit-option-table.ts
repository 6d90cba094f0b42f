import type { Limits } from '../../application/limits/limits.js';
import { GROUPS, type OptionGroup } from './option-groups.js';
import { parseBytes, parseCount, parseDurationMs } from './units.js';

export type Parse = (text: string) => number;

/** An option that sets a limit. `help` is its text in `--help` and in docs/options.md. */
export interface LimitOption {
  readonly limit: keyof Limits;
  readonly flag: string;
  readonly value: 'TIME' | 'SIZE' | 'N';
  readonly help: string;
  readonly group: OptionGroup;
  /** The flag before it was renamed. */
  readonly former: string | undefined;
}

/** How the text of an option with this placeholder is read. */
export const PARSERS: Readonly<Record<LimitOption['value'], Parse>> = {
  TIME: parseDurationMs,
  SIZE: parseBytes,
  N: parseCount,
};

type Row = readonly [
  limit: keyof Limits,
  flag: string,
  value: LimitOption['value'],
  help: string,
  former?: string,
];

const within = (group: OptionGroup, rows: readonly Row[]): readonly LimitOption[] =>
  rows.map(([limit, flag, value, help, former]) => ({ limit, flag, value, help, group, former }));

/** Every limit that is an option of the daemon. */
export const LIMIT_OPTIONS: readonly LimitOption[] = [
  ...within(GROUPS.access, [
    [
      'maxAuthFailures',
      'max-auth-failures',
      'N',
      'wrong credentials per address and minute; above it the address gets 429',
      'max-wrong-credentials',
    ],
    [
      'maxResumeFailures',
      'max-resume-failures',
      'N',
      'wrong session ids per address and minute; above it each is answered late',
      'max-wrong-session-ids',
    ],
  ]),
  ...within(GROUPS.sessions, [
    [
      'sessionTtlMs',
      'session-ttl',
      'TIME',
      'how long a session is kept after its client disconnects; then its processes are killed',
    ],
    [
      'maxSessionTtlMs',
      'max-session-ttl',
      'TIME',
      'the longest time that a client may ask its session to be kept; --session-ttl where that is longer',
    ],
    [
      'resumeReadTimeoutMs',
      'resume-read-timeout',
      'TIME',
      'after a resume new output of a process waits until its client has read and acknowledged what it missed; a client that reads nothing for this long, or nothing more for five times as long, gets it without',
    ],
    [
      'outputWindowBytes',
      'output-window',
      'SIZE',
      'unacknowledged output per process; it is paused at half of this while a client is attached, near all of it while none is',
    ],
    [
      'outputRetentionBytes',
      'output-retention',
      'SIZE',
      'newest output kept per process for reads, also after it was acknowledged',
    ],
    [
      'maxRetainedBytes',
      'max-retained-bytes',
      'SIZE',
      'unacknowledged output of all processes; above it the largest are paused first',
    ],
    [
      'maxPendingInputBytes',
      'max-pending-input',
      'SIZE',
      'unread standard input per process; more is rejected',
    ],
    ['maxSessions', 'max-sessions', 'N', 'sessions, attached and detached; more are rejected'],
    [
      'maxProcessesPerSession',
      'max-processes',
      'N',
      'processes per session, running or kept for reads; more are rejected',
    ],
  ]),
  ...within(GROUPS.connections, [
    [
      'pingIntervalMs',
      'ping-interval',
      'TIME',
      'a client from which nothing came for this long is pinged',
    ],
    [
      'peerTimeoutMs',
      'peer-timeout',
      'TIME',
      'a client that sends nothing for this long, pongs included, is disconnected, at most one ping interval later',
    ],
    [
      'maxConnections',
      'max-connections',
      'N',
      'open WebSockets, lowered to half of the open-file limit; more get 503, unless one that has not initialized can be evicted',
    ],
    [
      'maxPendingConnections',
      'max-pending-connections',
      'N',
      'connections without a WebSocket, and as many WebSockets that have not initialized; above it the oldest is closed',
    ],
    [
      'requestTimeoutMs',
      'request-timeout',
      'TIME',
      'time to receive a whole HTTP request; then 408',
    ],
    [
      'initializeTimeoutMs',
      'initialize-timeout',
      'TIME',
      'time from the opened WebSocket to `initialize`; then it is closed',
    ],
    [
      'maxBytesInFlight',
      'max-bytes-in-flight',
      'SIZE',
      'bytes of unanswered requests per connection; above it the server stops reading; if no reply is sent for 1 s it reads on and rejects requests above 64 KiB',
    ],
    [
      'maxUnsentBytes',
      'max-unsent-bytes',
      'SIZE',
      'replies waiting for the socket per connection; above it the server stops reading',
    ],
    [
      'maxUninitializedBytes',
      'max-uninitialized-bytes',
      'SIZE',
      'total size of partially received messages from clients that have not initialized; above it the one with the largest part is closed',
    ],
    [
      'maxRequestHeaderBytes',
      'max-header-bytes',
      'SIZE',
      'request line and headers of an HTTP request; larger ones get 431',
      'max-head-bytes',
    ],
    [
      'maxFrameBytes',
      'max-frame-bytes',
      'SIZE',
      'largest incoming WebSocket frame; a larger one closes the connection (1009)',
    ],
    [
      'maxMessageBytes',
      'max-message-bytes',
      'SIZE',
      'largest incoming WebSocket message; a larger one closes the connection (1009)',
    ],
  ]),
  ...within(GROUPS.filesAndHttp, [
    ['maxFileHandles', 'max-file-handles', 'N', 'open files per connection; more are rejected'],
    [
      'maxHttpRequests',
      'max-http-requests',
      'N',
      'concurrent http/request calls per connection; more are rejected',
    ],
    [
      'maxBufferedBodyBytes',
      'max-http-body-bytes',
      'SIZE',
      'buffered bodies of http/request, over all clients; a request that needs more is rejected',
      'max-http-bytes',
    ],
  ]),
  ...within(GROUPS.networkProxies, [
    [
      'maxProxyConnections',
      'max-proxy-connections',
      'N',
      'connections to the network proxies of one process; more are closed',
    ],
    [
      'proxyRequestTimeoutMs',
      'proxy-request-timeout',
      'TIME',
      'time for a client of a network proxy to say what it wants; then its connection is closed',
    ],
    [
      'proxyConnectTimeoutMs',
      'proxy-connect-timeout',
      'TIME',
      'time to connect to a host, over all of its addresses; then 502, with SOCKS host unreachable',
    ],
    [
      'resolveTimeoutMs',
      'resolve-timeout',
      'TIME',
      'time to resolve the name of a host; then it has no address',
    ],
  ]),
  ...within(GROUPS.log, [
    [
      'logRateLimit',
      'log-rate-limit',
      'N',
      'log lines per minute with the same message; the rest are counted',
      'max-log-lines',
    ],
  ]),
];

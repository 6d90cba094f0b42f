const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Every limit of the server. A limit whose comment names an option can be set by the daemon's command line,
 * all by an embedder. A well-behaved client does not reach the defaults.
 */
export interface Limits {
  /** `--session-ttl`: how long a detached session is kept before its processes are killed. */
  readonly sessionTtlMs: number;
  /** How long a closed process stays readable and its id in use. */
  readonly closedProcessRetentionMs: number;
  /** `--output-retention`: newest output kept per process for reads, acknowledged or not. */
  readonly outputRetentionBytes: number;
  /** Chunks kept per process, whatever their size: bounds the overhead of many tiny writes. */
  readonly outputRetentionChunks: number;
  /**
   * `--output-window`: unacknowledged output per process. A process is paused at half of it while a client is
   * attached, at 7/8 while none is (`FlowControlWindow`). No effect with `--on-overflow evict`.
   */
  readonly outputWindowBytes: number;
  /**
   * Output after which an acknowledgement is requested. Each costs a ping and a pong, 60 µs of CPU time; at
   * 256 KiB a stream at full speed would lose a tenth of its throughput.
   */
  readonly ackIntervalBytes: number;
  /**
   * How long after a resume the backlog may stay unread before a process paused by it continues without.
   * Applies only after several disconnections, since one leaves at most one window.
   */
  readonly backlogGraceMs: number;
  /**
   * `--max-retained-bytes`: unacknowledged output of all processes; above it the largest are paused first.
   */
  readonly maxRetainedBytes: number;
  /** Write ids remembered per process; a repeat of an older one is written again. */
  readonly maxRememberedWriteIds: number;
  /** `--max-pending-input`: unread input per process; more is rejected. */
  readonly maxPendingInputBytes: number;
  /**
   * `--max-connections`: open WebSockets. One more gets 503, unless an uninitialized one can be evicted for
   * it.
   */
  readonly maxConnections: number;
  /**
   * `--max-pending-connections`: connections without a WebSocket, and as many WebSockets that have not
   * initialized. Above it the oldest is closed (503, or close code 1013).
   */
  readonly maxPendingConnections: number;
  /**
   * `--request-timeout`: an HTTP request that is incomplete by then gets 408, and its connection is closed.
   */
  readonly requestTimeoutMs: number;
  /** Unanswered requests on one connection without a WebSocket; with one more it is closed. */
  readonly maxPipelinedRequests: number;
  /** How long a connection without a WebSocket may be idle between two requests. */
  readonly keepAliveTimeoutMs: number;
  /**
   * `--max-uninitialized-bytes`: partially received messages of all WebSockets that have not initialized.
   * Above it the one with the largest is closed.
   */
  readonly maxUninitializedBytes: number;
  /**
   * `--max-bytes-in-flight`: bytes of unanswered requests per connection. Above it the server stops reading;
   * if no reply is sent for 1 s it reads on and rejects requests above 64 KiB.
   */
  readonly maxBytesInFlight: number;
  /** `--max-sessions`: sessions, attached and detached; `initialize` of one more fails. */
  readonly maxSessions: number;
  /** `--max-processes`: processes per session, running or kept; `process/start` of one more fails. */
  readonly maxProcessesPerSession: number;
  /** `--initialize-timeout`: a connection that has not initialized by then is closed. */
  readonly initializeTimeoutMs: number;
  /**
   * `--max-auth-failures`: wrong credentials per address in `rateLimitWindowMs`; above it the address gets
   * 429 until one is replenished. Repeats of the same credential count once.
   */
  readonly maxAuthFailures: number;
  /**
   * `--max-resume-failures`: unknown session ids per address in `rateLimitWindowMs`; above it each is
   * answered late, one after the other. A known id is never delayed.
   */
  readonly maxResumeFailures: number;
  /** How long an authenticator may take; then the connection gets 503. */
  readonly authenticationTimeoutMs: number;
  /** The period over which failed attempts of an address are replenished, one by one. */
  readonly rateLimitWindowMs: number;
  /** Addresses whose failed attempts are remembered: bounds the memory that an attack costs. */
  readonly maxRateLimitedAddresses: number;
  /** `--max-frame-bytes`: size of one incoming WebSocket frame; a larger one closes the connection. */
  readonly maxFrameBytes: number;
  /** `--max-message-bytes`: size of one incoming message; a larger one closes the connection. */
  readonly maxMessageBytes: number;
  /**
   * Payload of one outgoing frame. The Codex client closes the connection above 16 MiB, and a slow client
   * must be able to answer a ping between two frames before `peerTimeoutMs`.
   */
  readonly maxOutgoingFrameBytes: number;
  /** Unsent bytes at which the processes of the connection's session are paused until the socket drains. */
  readonly sendHighWatermarkBytes: number;
  /**
   * `--max-unsent-bytes`: replies waiting for the socket of a client that does not read; above it the server
   * stops reading from that client.
   */
  readonly maxUnsentBytes: number;
  /** `--ping-interval`: time between two pings to a client. */
  readonly pingIntervalMs: number;
  /**
   * `--peer-timeout`: a client that sends nothing for this long, pongs included, is disconnected, at most one
   * interval later.
   */
  readonly peerTimeoutMs: number;
  /** How long a client may take to complete the closing handshake before its socket is destroyed. */
  readonly closeTimeoutMs: number;
  /** How long an attached client may take to answer the ping that another connection's resume sends. */
  readonly probeTimeoutMs: number;
  /**
   * Body of one buffered response to `http/request`; a larger one fails, a streamed one is unlimited. In
   * base64, with its headers, it must fit a message of 64 MiB, the largest that the Codex client accepts.
   */
  readonly maxResponseBodyBytes: number;
  /**
   * `--max-http-body-bytes`: buffered request and response bodies of all `http/request` calls; one that needs
   * more fails.
   */
  readonly maxBufferedBodyBytes: number;
  /** `--max-http-requests`: concurrent `http/request` calls per connection; one more fails. */
  readonly maxHttpRequests: number;
  /** Largest chunk of a streamed response body, and so of a notification. */
  readonly maxBodyChunkBytes: number;
  /** Unread response body buffered per request; above it nothing more is read from the socket. */
  readonly responseBufferBytes: number;
  /**
   * Status line and headers of a response to `http/request`, as large as upstream accepts; a larger one fails
   * the request.
   */
  readonly maxResponseHeaderBytes: number;
  /** How long connecting to another host may take, TLS included; about as long as the kernel tries. */
  readonly connectTimeoutMs: number;
  /** `--max-header-bytes`: request line and headers of one HTTP request; a larger one gets 431. */
  readonly maxRequestHeaderBytes: number;
  /** Largest file that `fs/readFile` reads: a larger one in base64 would not fit a message of 64 MiB. */
  readonly maxReadFileBytes: number;
  /** `--max-file-handles`: open files per connection; one more is rejected. */
  readonly maxFileHandles: number;
  /** Largest block of one read or write of an open file; a larger one is rejected. */
  readonly maxFileBlockBytes: number;
  /** Missing paths of one watch; with more nothing is watched. */
  readonly maxWatchedPaths: number;
  /** How often watched paths are also polled, for changes that the kernel does not report. */
  readonly watchPollIntervalMs: number;
  /** Largest values that a client may pass to `fs/walk`. */
  readonly maxWalkDepth: number;
  readonly maxWalkDirectories: number;
  readonly maxWalkEntries: number;
  /** Largest configuration file; a larger one fails `environmentConfig/read`. */
  readonly maxConfigurationFileBytes: number;
  /** Directories searched for a project's configuration, from a working directory upward. */
  readonly maxConfigurationDirectories: number;
  /** Nesting of tables and arrays in a configuration; deeper is an error. */
  readonly maxConfigurationDepth: number;
  /** Roots of one `capabilityRoots/discoverV1`; more are rejected. */
  readonly maxCapabilityRoots: number;
  /** Search below one capability root: depth, directories, and entries of one directory. */
  readonly maxCapabilityDepth: number;
  readonly maxCapabilityDirectories: number;
  readonly maxCapabilityEntries: number;
  /**
   * Bytes of one capability file, of all files of one root, and of all roots of a request; what exceeds them
   * is left out.
   */
  readonly maxCapabilityFileBytes: number;
  readonly maxCapabilityRootBytes: number;
  readonly maxCapabilityRequestBytes: number;
  /** Plugins and skill directories that one `capabilities/discoverV2` reads; more are left out. */
  readonly maxCapabilityLocations: number;
  /** Plugins and skills of one reply, its bytes and its warnings, as upstream limits them. */
  readonly maxCapabilities: number;
  readonly maxCapabilityReplyBytes: number;
  readonly maxCapabilityWarnings: number;
  /** Size of the file that names a plugin's remote id; a larger one is not read. */
  readonly maxRemotePluginBytes: number;
  /** Characters of YAML in one file, and nesting of maps and lists: parsing is synchronous. */
  readonly maxMetadataCharacters: number;
  readonly maxMetadataDepth: number;
  /**
   * `--log-rate-limit`: log lines per minute with the same message; the rest are counted and reported once a
   * minute.
   */
  readonly logRateLimit: number;
  /** How long a stop waits for killed processes to be reaped. */
  readonly stopTimeoutMs: number;
}

/** The limits of a server that sets none itself. */
export const DEFAULT_LIMITS: Limits = {
  sessionTtlMs: 80_000,
  closedProcessRetentionMs: 80_000,
  outputRetentionBytes: MIB,
  outputRetentionChunks: 50_000,
  outputWindowBytes: 8 * MIB,
  ackIntervalBytes: MIB,
  backlogGraceMs: 60_000,
  maxRetainedBytes: 1024 * MIB,
  maxRememberedWriteIds: 4096,
  maxPendingInputBytes: 32 * MIB,
  maxConnections: 10_000,
  maxPendingConnections: 1000,
  requestTimeoutMs: 15_000,
  maxPipelinedRequests: 100,
  keepAliveTimeoutMs: 60_000,
  maxUninitializedBytes: 256 * MIB,
  maxBytesInFlight: 256 * MIB,
  maxSessions: 10_000,
  maxProcessesPerSession: 10_000,
  initializeTimeoutMs: 60_000,
  maxAuthFailures: 60,
  maxResumeFailures: 60,
  authenticationTimeoutMs: 10_000,
  rateLimitWindowMs: 60_000,
  maxRateLimitedAddresses: 10_000,
  maxFrameBytes: 16 * MIB,
  maxMessageBytes: 64 * MIB,
  maxOutgoingFrameBytes: MIB,
  sendHighWatermarkBytes: 4 * MIB,
  maxUnsentBytes: 256 * MIB,
  pingIntervalMs: 2000,
  peerTimeoutMs: 12_000,
  closeTimeoutMs: 250,
  probeTimeoutMs: 1000,
  maxResponseBodyBytes: 46 * MIB,
  maxBufferedBodyBytes: 512 * MIB,
  maxHttpRequests: 1000,
  maxBodyChunkBytes: 64 * KIB,
  responseBufferBytes: 256 * KIB,
  maxResponseHeaderBytes: 408 * KIB,
  connectTimeoutMs: 120_000,
  maxRequestHeaderBytes: 64 * KIB,
  maxReadFileBytes: 47 * MIB,
  maxFileHandles: 128,
  maxFileBlockBytes: MIB,
  maxWatchedPaths: 64,
  watchPollIntervalMs: 5000,
  maxWalkDepth: 64,
  maxWalkDirectories: 10_000,
  maxWalkEntries: 50_000,
  maxConfigurationFileBytes: 8 * MIB,
  maxConfigurationDirectories: 256,
  maxConfigurationDepth: 80,
  maxCapabilityRoots: 128,
  maxCapabilityDepth: 6,
  maxCapabilityDirectories: 2000,
  maxCapabilityEntries: 20_000,
  maxCapabilityFileBytes: MIB,
  maxCapabilityRootBytes: 16 * MIB,
  maxCapabilityRequestBytes: 32 * MIB,
  maxCapabilityLocations: 512,
  maxCapabilities: 2048,
  maxCapabilityReplyBytes: 4 * MIB,
  maxCapabilityWarnings: 64,
  maxRemotePluginBytes: 16 * KIB,
  maxMetadataCharacters: 16 * KIB,
  maxMetadataDepth: 256,
  logRateLimit: 600,
  stopTimeoutMs: 2000,
};

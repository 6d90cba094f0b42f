const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Every number that bounds the server. Each is an option of the daemon or of an embedder where its
 * comment names one; an honest client meets none of the defaults.
 */
export interface Limits {
  /** `--session-ttl`: how long a detached session waits for its client before its processes are ended. */
  readonly sessionTtlMs: number;
  /** How long a closed process stays readable and its id taken. */
  readonly closedProcessRetentionMs: number;
  /** `--output-retention`: newest output kept per process for reads, also when it has arrived. */
  readonly outputRetentionBytes: number;
  /** Chunks kept per process, whatever their size: bounds the cost of many tiny writes. */
  readonly outputRetentionChunks: number;
  /**
   * `--output-window`: output that has not arrived at the client, per process. A process is paused at half of it
   * while its client is attached, shortly before all of it while nobody is (`OutputWindow`). Has no effect with
   * `--on-overflow evict`.
   */
  readonly outputWindowBytes: number;
  /**
   * Output after which arrival is asked for: each costs a ping and a pong, 60 µs of a processor. At 256 KiB a
   * stream at full speed would lose a tenth of it.
   */
  readonly ackIntervalBytes: number;
  /**
   * How long a client that has resumed may take to read what it missed before a process that would have to
   * stop for it goes on without: only after several cuts, since one leaves no more than the window.
   */
  readonly backlogGraceMs: number;
  /** `--max-retained-bytes`: output that has not arrived, over all processes; the largest are paused first. */
  readonly maxRetainedBytes: number;
  /** Write ids remembered per process; a repeat of an older one would be written again. */
  readonly maxRememberedWriteIds: number;
  /** `--max-pending-input`: input that waits for a process that does not read; more is refused. */
  readonly maxPendingInputBytes: number;
  /** `--max-connections`: more WebSockets are answered 503, unless one of them has not initialized. */
  readonly maxConnections: number;
  /**
   * `--max-pending-connections` that have not opened a WebSocket, and as many WebSockets that have not
   * initialized: beyond it the one that has waited longest is closed (503, or close code 1013).
   */
  readonly maxPendingConnections: number;
  /** `--request-timeout`: an HTTP request that is not whole by then is answered 408, and its connection closed. */
  readonly requestTimeoutMs: number;
  /** Requests that wait for their answers on one connection without a WebSocket; with one more it is cut off. */
  readonly maxPipelinedRequests: number;
  /** How long a connection without a WebSocket may rest between two requests. */
  readonly keepAliveTimeoutMs: number;
  /**
   * `--max-uninitialized-bytes` of messages that have come in part, over all WebSockets that have not initialized: beyond it the one
   * with the largest part is closed.
   */
  readonly maxUninitializedBytes: number;
  /**
   * `--max-bytes-in-flight`, of requests on one connection that wait for their answers: beyond it nothing more
   * is read, and when no answer comes for a second, large requests are refused.
   */
  readonly maxBytesInFlight: number;
  /** `--max-sessions`, attached and detached: `initialize` of one more fails. */
  readonly maxSessions: number;
  /** `--max-processes` per session, running or kept: `process/start` of one more fails. */
  readonly maxProcessesPerSession: number;
  /** `--initialize-timeout`: a connection that has not initialized by then is closed. */
  readonly initializeTimeoutMs: number;
  /**
   * `--max-auth-failures` from one address in `rateLimitWindowMs`: its next are answered 429 until some
   * are forgiven. A wrong one that is sent again and again counts once.
   */
  readonly maxAuthFailures: number;
  /**
   * `--max-resume-failures` that connections from one address want to resume in `rateLimitWindowMs`: the next are
   * refused late, one after the other. The right one is never late.
   */
  readonly maxResumeFailures: number;
  /** How long an authenticator may take to judge; later the connection is answered 503. */
  readonly authenticationTimeoutMs: number;
  /** How long guesses are held against an address; they are forgiven one by one. */
  readonly rateLimitWindowMs: number;
  /** Addresses whose guesses are remembered: bounds the memory that guessing costs. */
  readonly maxRateLimitedAddresses: number;
  /** `--max-frame-bytes` of one incoming WebSocket frame; a larger one closes the connection. */
  readonly maxFrameBytes: number;
  /** `--max-message-bytes` of one incoming message; a larger one closes the connection. */
  readonly maxMessageBytes: number;
  /**
   * Payload of one outgoing frame. The Codex client drops the connection above 16 MiB, and a slow one must
   * be able to answer a ping between two frames before `peerTimeoutMs`.
   */
  readonly maxOutgoingFrameBytes: number;
  /** Unsent bytes at which the processes of the connection's session are held back until it drains. */
  readonly sendHighWatermarkBytes: number;
  /**
   * `--max-unsent-bytes` of answers that wait for a client that asks but does not read: beyond it nothing more is
   * read from it.
   */
  readonly maxUnsentBytes: number;
  /** `--ping-interval`: how often a client is asked for a sign of life. */
  readonly pingIntervalMs: number;
  /** `--peer-timeout`: a client that gave none for so long, and at most one interval more, is cut off. */
  readonly peerTimeoutMs: number;
  /** How long a client whose WebSocket is closed may take to close its side, until it is cut off. */
  readonly closeTimeoutMs: number;
  /** How long the holder of a session has to answer when another connection wants to resume it. */
  readonly probeTimeoutMs: number;
  /**
   * Body of one buffered response to `http/request`: as base64, with its headers, it must fit a message of
   * 64 MiB, the most that the Codex client takes. A larger one fails; streamed ones have no end.
   */
  readonly maxResponseBodyBytes: number;
  /** `--max-http-body-bytes` of bodies held for all `http/request`s together, both ways; a request that needs more fails. */
  readonly maxBufferedBodyBytes: number;
  /** `--max-http-requests` under way for one connection; one more fails. */
  readonly maxHttpRequests: number;
  /** Largest part of a streamed response body, and so of a notification. */
  readonly maxBodyChunkBytes: number;
  /** Response body that has come and is not read yet, per request; beyond it nothing more is fetched. */
  readonly responseBufferBytes: number;
  /** Head of one response to `http/request`, as much as the native program takes; with a larger one the request fails. */
  readonly maxResponseHeaderBytes: number;
  /** How long connecting elsewhere may take, TLS included; the kernel gives up as late. */
  readonly connectTimeoutMs: number;
  /** `--max-header-bytes` of one HTTP request; with a larger head it is answered 431. */
  readonly maxRequestHeaderBytes: number;
  /** Bytes of the largest file that `fs/readFile` reads: more, in base64, would not fit a message of 64 MiB. */
  readonly maxReadFileBytes: number;
  /** `--max-file-handles` that one connection may hold open; one more is refused. */
  readonly maxFileHandles: number;
  /** Bytes of one block of a file, read or written; more is refused. */
  readonly maxFileBlockBytes: number;
  /** Missing paths of one watch; with more nothing is watched. */
  readonly maxWatchedPaths: number;
  /** How often watched paths are also looked at: finds what the kernel does not tell, that much later. */
  readonly watchPollIntervalMs: number;
  /** The most that a client may ask `fs/walk` for. */
  readonly maxWalkDepth: number;
  readonly maxWalkDirectories: number;
  readonly maxWalkEntries: number;
  /** Bytes of one configuration file; a larger one is an error of `environmentConfig/read`. */
  readonly maxConfigurationFileBytes: number;
  /** Directories from a working directory upward that are looked at for a project's configuration. */
  readonly maxConfigurationDirectories: number;
  /** Tables and arrays in one another in a configuration; deeper is an error. */
  readonly maxConfigurationDepth: number;
  /** Roots of one `capabilityRoots/discoverV1`; more are refused. */
  readonly maxCapabilityRoots: number;
  /** Directories below a capability root that are looked through: how deep, how many, with how many entries. */
  readonly maxCapabilityDepth: number;
  readonly maxCapabilityDirectories: number;
  readonly maxCapabilityEntries: number;
  /** Bytes of one file of a capability, of all of one root, and of all roots of a request; more are left out. */
  readonly maxCapabilityFileBytes: number;
  readonly maxCapabilityRootBytes: number;
  readonly maxCapabilityRequestBytes: number;
  /** Plugins and directories of skills that one `capabilities/discoverV2` looks into; more are left out. */
  readonly maxCapabilityLocations: number;
  /** Plugins and skills of one answer, its bytes and its warnings: what the native program tells at most. */
  readonly maxCapabilities: number;
  readonly maxCapabilityReplyBytes: number;
  readonly maxCapabilityWarnings: number;
  /** Bytes of the file that tells where a plugin was installed from; a larger one is not read. */
  readonly maxRemotePluginBytes: number;
  /** Characters of YAML in one file, and maps and lists in one another: nothing else is done while it is read. */
  readonly maxMetadataCharacters: number;
  readonly maxMetadataDepth: number;
  /** `--log-rate-limit` of one kind in a minute; more are left out, and their number told. */
  readonly logRateLimit: number;
  /** How long a stop waits for killed processes to be reaped. */
  readonly stopTimeoutMs: number;
}

/** The limits of a server that was told nothing else. */
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

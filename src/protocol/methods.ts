/** Requests that a client may send. */
export const METHODS = {
  initialize: 'initialize',
  processStart: 'process/start',
  processRead: 'process/read',
  processWrite: 'process/write',
  processSignal: 'process/signal',
  processTerminate: 'process/terminate',
  fsReadFile: 'fs/readFile',
  fsOpen: 'fs/open',
  fsReadBlock: 'fs/readBlock',
  fsWriteBlock: 'fs/writeBlock',
  fsClose: 'fs/close',
  fsWatchMissing: 'fs/watchMissing',
  fsWriteFile: 'fs/writeFile',
  fsCreateDirectory: 'fs/createDirectory',
  fsGetMetadata: 'fs/getMetadata',
  fsCanonicalize: 'fs/canonicalize',
  fsReadDirectory: 'fs/readDirectory',
  fsWalk: 'fs/walk',
  fsRemove: 'fs/remove',
  fsCopy: 'fs/copy',
  environmentInfo: 'environment/info',
  environmentStatus: 'environment/status',
  httpRequest: 'http/request',
  environmentConfigRead: 'environmentConfig/read',
  capabilityRootsDiscover: 'capabilityRoots/discoverV1',
  capabilitiesDiscover: 'capabilities/discoverV2',
} as const;

/** Requests of clients that have asked for the extensions of the protocol (docs/protocol.md section 11). */
export const EXTENSION_METHODS = {
  processResize: 'process/resize',
  processCloseStdin: 'process/closeStdin',
  processList: 'process/list',
  sessionEnd: 'session/end',
} as const;

/** Requests that the server sends. */
export const SERVER_REQUESTS = { networkPolicyRequest: 'network/policyRequest' } as const;

/** Notifications: the first is sent by the client, the others by the server. */
export const NOTIFICATIONS = {
  initialized: 'initialized',
  processOutput: 'process/output',
  processExited: 'process/exited',
  processClosed: 'process/closed',
  fsMissingChanged: 'fs/missingChanged',
  httpRequestBodyDelta: 'http/request/bodyDelta',
  networkPolicyDecision: 'network/policyDecision',
} as const;

/** The server answers `GET` on this path with 200 while it takes new sessions. */
export const READINESS_PATH = '/readyz';

/** The server answers `GET` on this path with 200 as long as it answers at all. */
export const LIVENESS_PATH = '/livez';

/** The server answers `GET` on this path with its metrics, where it is asked to keep them. */
export const METRICS_PATH = '/metrics';

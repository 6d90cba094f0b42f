import type {
  CapabilitiesDiscoverParams,
  CapabilitiesDiscoverResult,
  CapabilityRootsDiscoverParams,
  CapabilityRootsDiscoverResult,
} from './capabilities.js';
import type { EnvironmentConfigReadParams, EnvironmentConfigReadResult } from './configuration.js';
import type { EnvironmentInfo, EnvironmentStatus } from './environment.js';
import type * as files from './files.js';
import type { HttpRequestBodyDeltaParams, HttpRequestParams, HttpRequestResult } from './http.js';
import type { InitializeParams, InitializeResult } from './lifecycle.js';
import type { NetworkPolicyDecisionParams } from './network.js';
import type * as process from './process.js';
import type {
  ProcessCloseStdinParams,
  ProcessListResult,
  ProcessResizeParams,
} from './process-extensions.js';

/** An object without members. */
export type Empty = Record<string, never>;

interface Exchange<Params, Result> {
  params: Params;
  result: Result;
}

/** What each request of a client has and is answered with, by its method. */
export interface ClientRequests {
  initialize: Exchange<InitializeParams, InitializeResult>;
  'process/start': Exchange<process.ProcessStartParams, process.ProcessStartResult>;
  'process/read': Exchange<process.ProcessReadParams, process.ProcessReadResult>;
  'process/write': Exchange<process.ProcessWriteParams, process.ProcessWriteResult>;
  'process/signal': Exchange<process.ProcessSignalParams, Empty>;
  'process/terminate': Exchange<process.ProcessTerminateParams, process.ProcessTerminateResult>;
  'process/resize': Exchange<ProcessResizeParams, Empty>;
  'process/closeStdin': Exchange<ProcessCloseStdinParams, Empty>;
  'process/list': Exchange<Empty, ProcessListResult>;
  'session/end': Exchange<Empty, Empty>;
  'fs/readFile': Exchange<files.FsReadFileParams, files.FsReadFileResult>;
  'fs/open': Exchange<files.FsOpenParams, files.FsOpenResult>;
  'fs/readBlock': Exchange<files.FsReadBlockParams, files.FsReadBlockResult>;
  'fs/writeBlock': Exchange<files.FsWriteBlockParams, Empty>;
  'fs/close': Exchange<files.FsCloseParams, Empty>;
  'fs/watchMissing': Exchange<files.FsWatchMissingParams, files.FsWatchMissingResult>;
  'fs/writeFile': Exchange<files.FsWriteFileParams, Empty>;
  'fs/createDirectory': Exchange<files.FsCreateDirectoryParams, Empty>;
  'fs/getMetadata': Exchange<files.FsGetMetadataParams, files.FsGetMetadataResult>;
  'fs/canonicalize': Exchange<files.FsCanonicalizeParams, files.FsCanonicalizeResult>;
  'fs/readDirectory': Exchange<files.FsReadDirectoryParams, files.FsReadDirectoryResult>;
  'fs/walk': Exchange<files.FsWalkParams, files.FsWalkResult>;
  'fs/remove': Exchange<files.FsRemoveParams, Empty>;
  'fs/copy': Exchange<files.FsCopyParams, Empty>;
  'environment/info': Exchange<Empty, EnvironmentInfo>;
  'environment/status': Exchange<Empty, EnvironmentStatus>;
  'http/request': Exchange<HttpRequestParams, HttpRequestResult>;
  'environmentConfig/read': Exchange<EnvironmentConfigReadParams, EnvironmentConfigReadResult>;
  'capabilityRoots/discoverV1': Exchange<
    CapabilityRootsDiscoverParams,
    CapabilityRootsDiscoverResult
  >;
  'capabilities/discoverV2': Exchange<CapabilitiesDiscoverParams, CapabilitiesDiscoverResult>;
}

/** The params of each notification of the server, by its method. */
export interface ServerNotifications {
  'process/output': process.ProcessOutputParams;
  'process/exited': process.ProcessExitedParams;
  'process/closed': process.ProcessClosedParams;
  'fs/missingChanged': files.FsMissingChangedParams;
  'http/request/bodyDelta': HttpRequestBodyDeltaParams;
  'network/policyDecision': NetworkPolicyDecisionParams;
}

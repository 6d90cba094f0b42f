/**
 * Embeds the server in a program: {@link startExecServer}, its options, and the ports whose adapters can be replaced.
 *
 * @module exec-server
 */

export { ContainerModule } from 'inversify';
export type { MessageTransport } from '../adapters/json-rpc/message-transport.js';
export type { ConnectionEnd } from '../application/connection/client-connection.js';
export { DEFAULT_LIMITS, type Limits } from '../application/limits/limits.js';
export type { Answer } from '../application/ports/answer.js';
export type * from '../application/ports/audit-log.js';
export type {
  AuthenticationResult,
  Authenticator,
  Grant,
  Refusal,
} from '../application/ports/authenticator.js';
export type { ClientChannel } from '../application/ports/client-channel.js';
export type {
  ClientNotification,
  MissingPathChanged,
  ResponseBodyDelta,
} from '../application/ports/client-notification.js';
export type { Clock } from '../application/ports/clock.js';
export type * from '../application/ports/file-system.js';
export type { FileSystemProvider } from '../application/ports/file-system-provider.js';
export type { ConfigurationFormat } from '../application/ports/formats/configuration-format.js';
export type { ManifestFormat } from '../application/ports/formats/manifest-format.js';
export type { MetadataFormat } from '../application/ports/formats/metadata-format.js';
export type { HostDescription, HostInformation } from '../application/ports/host-information.js';
export type { HostResolver, ResolvedAddress } from '../application/ports/host-resolver.js';
export type { HttpClient, IncomingResponse } from '../application/ports/http-client.js';
export type { IdGenerator } from '../application/ports/id-generator.js';
export type { LogFields, Logger } from '../application/ports/logger.js';
export type * from '../application/ports/metrics.js';
export type {
  Admission,
  Admitted,
  NetworkJudge,
  NetworkProxy,
  NetworkProxyProvider,
  ProxyRequest,
} from '../application/ports/network-proxy-provider.js';
export type { PathWatcher, WatchedPaths } from '../application/ports/path-watcher.js';
export type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../application/ports/process-runner.js';
export type { SessionStore } from '../application/ports/session-store.js';
export type * from '../application/ports/tracing.js';
export type { ManifestObject, ManifestValue } from '../domain/capabilities/manifest-value.js';
export type {
  MetadataList,
  MetadataMap,
  MetadataScalar,
  MetadataValue,
} from '../domain/capabilities/metadata-value.js';
export { InvalidMetadata } from '../domain/capabilities/metadata-value.js';
export type {
  ConfigurationDate,
  ConfigurationTable,
  ConfigurationValue,
} from '../domain/configuration/configuration-table.js';
export { ConfigurationSyntaxError } from '../domain/configuration/configuration-table.js';
export {
  type ErrorCode,
  type ErrorDetails,
  ExecServerError,
  type HttpPart,
  SpawnFailed,
  type SpawnFault,
} from '../domain/errors.js';
export type {
  HttpHeader,
  OutgoingHeader,
  OutgoingRequest,
  ResponseHead,
} from '../domain/http/http-message.js';
export { ExchangeFailed } from '../domain/http/http-message.js';
export type {
  ConnectionAttempt,
  DecisionSource,
  NetworkAnswer,
  NetworkDecision,
  NetworkProtocol,
  NetworkQuestion,
  Refusal as NetworkRefusal,
} from '../domain/network/network-decision.js';
export type { HostKind } from '../domain/network/network-policy.js';
export type { ProxyPorts } from '../domain/network/proxy-variables.js';
export type { SeqRange } from '../domain/output/acknowledged-ranges.js';
export type { OverflowPolicy } from '../domain/output/output-log.js';
export type {
  ClosedEvent,
  ExitedEvent,
  OutputEvent,
  OutputStream,
  ProcessEvent,
  ProcessExit,
  Release,
} from '../domain/output/process-event.js';
export type {
  InputOutcome,
  ProcessControl,
  TerminalSize,
} from '../domain/processes/process-control.js';
export type {
  Confinement,
  FilePermission,
  FileRule,
  FileRules,
  NetworkNamespace,
} from '../domain/sandbox/confinement.js';
export type { HiddenPattern } from '../domain/sandbox/hidden-pattern.js';
export type { NetworkAccess } from '../domain/sandbox/sandbox-policy.js';
export { SandboxRefused } from '../domain/sandbox/sandbox-refused.js';
export { Session } from '../domain/sessions/session.js';
export type {
  AuthenticationOptions,
  CapabilityTokenOptions,
  SignedBearerTokenOptions,
} from './authentication.js';
export {
  createExecServer,
  type DrainOptions,
  type ExecServer,
  type ExecServerOptions,
  type ListeningExecServer,
  type PassedSocket,
  startExecServer,
  type UnixSocketAddress,
} from './exec-server.js';
export type { FleetOptions } from './exec-server-options.js';
export { StartupError } from './startup-error.js';
export { PORTS } from './tokens.js';

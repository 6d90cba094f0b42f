import type { ServiceIdentifier } from 'inversify';
import type { HttpListener } from '../adapters/http-server/http-listener.js';
import type { JsonRpcServer } from '../adapters/json-rpc/json-rpc-server.js';
import type { Bubblewrap } from '../adapters/sandbox/bubblewrap/bubblewrap.js';
import type { FileWorkerPool } from '../adapters/sandbox/files/file-worker-pool.js';
import type { WebSocketAcceptor } from '../adapters/websocket/websocket-acceptor.js';
import type { Limits } from '../application/limits/limits.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Clock } from '../application/ports/clock.js';
import type { ConfigurationFormat } from '../application/ports/configuration-format.js';
import type { FileSystemProvider } from '../application/ports/file-system-provider.js';
import type { HostInformation } from '../application/ports/host-information.js';
import type { HttpClient } from '../application/ports/http-client.js';
import type { IdGenerator } from '../application/ports/id-generator.js';
import type { Logger } from '../application/ports/logger.js';
import type { MetadataFormat } from '../application/ports/metadata-format.js';
import type { PathWatcher } from '../application/ports/path-watcher.js';
import type { ProcessRunner } from '../application/ports/process-runner.js';
import type { SessionStore } from '../application/ports/session-store.js';
import type { AdmitConnection } from '../application/use-cases/admission/admit-connection.js';
import type { DiscoverCapabilityRoots } from '../application/use-cases/capabilities/discover-capability-roots.js';
import type { DiscoverInstalledCapabilities } from '../application/use-cases/capabilities/discover-installed-capabilities.js';
import type { ReadConfiguration } from '../application/use-cases/configuration/read-configuration.js';
import type { FileOperations } from '../application/use-cases/files/file-operations.js';
import type { ActiveHttpRequests } from '../application/use-cases/http/active-requests.js';
import type { SendHttpRequest } from '../application/use-cases/http/send-http-request.js';
import type { OutputMemoryBudget } from '../application/use-cases/processes/output-memory-budget.js';
import type { Initialize } from '../application/use-cases/sessions/initialize.js';
import type { Resume } from '../application/use-cases/sessions/resume.js';
import type { SessionExpiry } from '../application/use-cases/sessions/session-expiry.js';
import type { UseCases } from '../application/use-cases.js';
import type { OverflowPolicy } from '../domain/output/output-log.js';
import type { ResumePolicy } from '../domain/sessions/resume-policy.js';

/** A name under which the container keeps a `T`; wiring the wrong type to it does not compile. */
const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

/** The ports, which an embedder may rebind to adapters of its own. */
export const PORTS = {
  authenticator: token<Authenticator>('Authenticator'),
  clock: token<Clock>('Clock'),
  configurationFormat: token<ConfigurationFormat>('ConfigurationFormat'),
  fileSystems: token<FileSystemProvider>('FileSystemProvider'),
  hostInformation: token<HostInformation>('HostInformation'),
  httpClient: token<HttpClient>('HttpClient'),
  idGenerator: token<IdGenerator>('IdGenerator'),
  logger: token<Logger>('Logger'),
  metadataFormat: token<MetadataFormat>('MetadataFormat'),
  pathWatcher: token<PathWatcher>('PathWatcher'),
  processRunner: token<ProcessRunner>('ProcessRunner'),
  sessionStore: token<SessionStore>('SessionStore'),
} as const;

/** What the server itself is made of. */
export const PARTS = {
  allowedHosts: token<readonly string[]>('AllowedHosts'),
  admission: token<AdmitConnection>('Admission'),
  limits: token<Limits>('Limits'),
  bubblewrap: token<Bubblewrap>('Bubblewrap'),
  fileHelpers: token<FileWorkerPool>('FileHelpers'),
  bubblewrapPath: token<string>('BubblewrapPath'),
  overflowPolicy: token<OverflowPolicy>('OverflowPolicy'),
  fileAccess: token<FileOperations>('FileAccess'),
  retainedMemory: token<OutputMemoryBudget>('RetainedMemory'),
  httpExchanges: token<ActiveHttpRequests>('HttpExchanges'),
  resumePolicy: token<ResumePolicy>('ResumePolicy'),
  sessionExpiry: token<SessionExpiry>('SessionExpiry'),
  initialize: token<Initialize>('Initialize'),
  readConfiguration: token<ReadConfiguration>('ReadConfiguration'),
  discoverCapabilities: token<DiscoverCapabilityRoots>('DiscoverCapabilities'),
  discoverInstalledCapabilities: token<DiscoverInstalledCapabilities>(
    'DiscoverInstalledCapabilities',
  ),
  resume: token<Resume>('Resume'),
  sendHttpRequest: token<SendHttpRequest>('SendHttpRequest'),
  useCases: token<UseCases>('UseCases'),
  jsonRpcServer: token<JsonRpcServer>('JsonRpcServer'),
  webSocketAcceptor: token<WebSocketAcceptor>('WebSocketAcceptor'),
  httpListener: token<HttpListener>('HttpListener'),
} as const;

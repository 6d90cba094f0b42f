import type { ServiceIdentifier } from 'inversify';
import type { HttpListener } from '../adapters/http-server/http-listener.js';
import type { MetricsPage } from '../adapters/http-server/http-request-handler.js';
import type { JsonRpcServer } from '../adapters/json-rpc/json-rpc-server.js';
import type { UpstreamProxyOptions } from '../adapters/network/upstream-proxies.js';
import type { LocalProcessRunner } from '../adapters/processes/local-process-runner.js';
import type { Watchdog } from '../adapters/processes/termination/watchdog.js';
import type { Bubblewrap } from '../adapters/sandbox/bubblewrap/bubblewrap.js';
import type { FileWorkerPool } from '../adapters/sandbox/files/file-worker-pool.js';
import type { WebSocketAcceptor } from '../adapters/websocket/websocket-acceptor.js';
import type { Limits } from '../application/limits/limits.js';
import type { AuditLog } from '../application/ports/audit-log.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Clock } from '../application/ports/clock.js';
import type { FileSystemProvider } from '../application/ports/file-system-provider.js';
import type { ConfigurationFormat } from '../application/ports/formats/configuration-format.js';
import type { ManifestFormat } from '../application/ports/formats/manifest-format.js';
import type { MetadataFormat } from '../application/ports/formats/metadata-format.js';
import type { HostInformation } from '../application/ports/host-information.js';
import type { HostResolver } from '../application/ports/host-resolver.js';
import type { HttpClient } from '../application/ports/http-client.js';
import type { IdGenerator } from '../application/ports/id-generator.js';
import type { Logger } from '../application/ports/logger.js';
import type { Metrics } from '../application/ports/metrics.js';
import type { NetworkProxyProvider } from '../application/ports/network-proxy-provider.js';
import type { PathWatcher } from '../application/ports/path-watcher.js';
import type { ProcessRunner } from '../application/ports/process-runner.js';
import type { SessionStore } from '../application/ports/session-store.js';
import type { Tracing } from '../application/ports/tracing.js';
import type { Ports } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { OverflowPolicy } from '../domain/output/output-log.js';
import type { FleetOptions } from './exec-server-options.js';

/** A name under which the container keeps a `T`; binding another type to it does not compile. */
const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

/** The ports, which an embedder may rebind to its own adapters. */
export const PORTS = {
  auditLog: token<AuditLog>('AuditLog'),
  authenticator: token<Authenticator>('Authenticator'),
  clock: token<Clock>('Clock'),
  configurationFormat: token<ConfigurationFormat>('ConfigurationFormat'),
  fileSystems: token<FileSystemProvider>('FileSystemProvider'),
  hostInformation: token<HostInformation>('HostInformation'),
  hostResolver: token<HostResolver>('HostResolver'),
  httpClient: token<HttpClient>('HttpClient'),
  idGenerator: token<IdGenerator>('IdGenerator'),
  logger: token<Logger>('Logger'),
  manifestFormat: token<ManifestFormat>('ManifestFormat'),
  metadataFormat: token<MetadataFormat>('MetadataFormat'),
  metrics: token<Metrics>('Metrics'),
  networkProxies: token<NetworkProxyProvider>('NetworkProxyProvider'),
  pathWatcher: token<PathWatcher>('PathWatcher'),
  processRunner: token<ProcessRunner>('ProcessRunner'),
  sessionStore: token<SessionStore>('SessionStore'),
  tracing: token<Tracing>('Tracing'),
} as const satisfies { [Port in keyof Ports]: ServiceIdentifier<Ports[Port]> };

/** The server's own parts. */
export const PARTS = {
  limits: token<Limits>('Limits'),
  overflowPolicy: token<OverflowPolicy>('OverflowPolicy'),
  allowedHosts: token<readonly string[]>('AllowedHosts'),
  /** Undefined: the server is no node of a fleet. */
  fleet: token<FleetOptions | undefined>('Fleet'),
  offersTools: token<boolean>('OffersTools'),
  upstreamProxies: token<UpstreamProxyOptions>('UpstreamProxies'),
  toolDirectories: token<() => readonly string[]>('ToolDirectories'),
  bubblewrapPath: token<string>('BubblewrapPath'),
  localProcesses: token<LocalProcessRunner>('LocalProcesses'),
  bubblewrap: token<Bubblewrap>('Bubblewrap'),
  fileWorkers: token<FileWorkerPool>('FileWorkers'),
  watchdog: token<Watchdog>('Watchdog'),
  useCases: token<UseCases>('UseCases'),
  jsonRpcServer: token<JsonRpcServer>('JsonRpcServer'),
  webSocketAcceptor: token<WebSocketAcceptor>('WebSocketAcceptor'),
  httpListener: token<HttpListener>('HttpListener'),
  metricsListener: token<HttpListener>('MetricsListener'),
  servesMetrics: token<boolean>('ServesMetrics'),
  metricsAreOpen: token<boolean>('MetricsAreOpen'),
  metricsPage: token<(() => Promise<MetricsPage>) | undefined>('MetricsPage'),
} as const;

import type { AuditLog } from './ports/audit-log.js';
import type { Authenticator } from './ports/authenticator.js';
import type { Clock } from './ports/clock.js';
import type { FileSystemProvider } from './ports/file-system-provider.js';
import type { ConfigurationFormat } from './ports/formats/configuration-format.js';
import type { ManifestFormat } from './ports/formats/manifest-format.js';
import type { MetadataFormat } from './ports/formats/metadata-format.js';
import type { HostInformation } from './ports/host-information.js';
import type { HostResolver } from './ports/host-resolver.js';
import type { HttpClient } from './ports/http-client.js';
import type { IdGenerator } from './ports/id-generator.js';
import type { Logger } from './ports/logger.js';
import type { Metrics } from './ports/metrics.js';
import type { NetworkProxyProvider } from './ports/network-proxy-provider.js';
import type { PathWatcher } from './ports/path-watcher.js';
import type { ProcessRunner } from './ports/process-runner.js';
import type { SessionStore } from './ports/session-store.js';
import type { Tracing } from './ports/tracing.js';

/** The driven ports: all that the use-cases need from outside. */
export interface Ports {
  readonly auditLog: AuditLog;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly configurationFormat: ConfigurationFormat;
  readonly fileSystems: FileSystemProvider;
  readonly hostInformation: HostInformation;
  readonly hostResolver: HostResolver;
  readonly httpClient: HttpClient;
  readonly idGenerator: IdGenerator;
  readonly logger: Logger;
  readonly manifestFormat: ManifestFormat;
  readonly metadataFormat: MetadataFormat;
  readonly metrics: Metrics;
  readonly networkProxies: NetworkProxyProvider;
  readonly pathWatcher: PathWatcher;
  readonly processRunner: ProcessRunner;
  readonly sessionStore: SessionStore;
  readonly tracing: Tracing;
}

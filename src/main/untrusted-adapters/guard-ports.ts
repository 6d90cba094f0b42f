import type { Container, ServiceIdentifier } from 'inversify';
import { SafeLogger } from '../../adapters/logging/safe-logger.js';
import type { Logger } from '../../application/ports/logger.js';
import { PORTS } from '../tokens.js';
import { type FaultReport, faultReport } from './fault-report.js';
import {
  guardAuthenticator,
  guardClock,
  guardFileSystems,
  guardRunner,
  guardSilently,
  guardTracing,
} from './guards.js';
import { isOwnAdapter } from './own-adapters.js';
import { reporting } from './reporting.js';

/**
 * Logs every error that an embedder's adapter throws, with its message, and keeps it from stopping the server. Call
 * it after the adapters are bound and before anything is created.
 */
export const guardPorts = (container: Container): void => {
  const logger = (): Logger => container.get(PORTS.logger);
  const guard = <T extends object>(
    name: string,
    port: ServiceIdentifier<T>,
    of: (adapter: T, report: FaultReport) => T = reporting,
  ): void => {
    const report = faultReport(name, logger);
    container.onActivation(port, (_, adapter) =>
      isOwnAdapter(adapter) ? adapter : of(adapter, report),
    );
  };
  container.onActivation(PORTS.logger, (_, adapter) => new SafeLogger(adapter));
  guard('AuditLog', PORTS.auditLog, guardSilently);
  guard('Authenticator', PORTS.authenticator, guardAuthenticator);
  // The system clock too: its timers call adapters of the embedder.
  container.onActivation(PORTS.clock, (_, clock) =>
    guardClock(clock, faultReport('Clock', logger)),
  );
  guard('ConfigurationFormat', PORTS.configurationFormat);
  guard('FileSystemProvider', PORTS.fileSystems, guardFileSystems);
  guard('HostInformation', PORTS.hostInformation);
  guard('HostResolver', PORTS.hostResolver);
  guard('HttpClient', PORTS.httpClient);
  guard('IdGenerator', PORTS.idGenerator);
  guard('ManifestFormat', PORTS.manifestFormat);
  guard('MetadataFormat', PORTS.metadataFormat);
  guard('Metrics', PORTS.metrics, guardSilently);
  guard('NetworkProxyProvider', PORTS.networkProxies);
  guard('PathWatcher', PORTS.pathWatcher);
  guard('ProcessRunner', PORTS.processRunner, guardRunner);
  guard('SessionStore', PORTS.sessionStore);
  guard('Tracing', PORTS.tracing, guardTracing);
};

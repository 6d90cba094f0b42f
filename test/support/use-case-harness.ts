import { InMemoryFileSystem } from '../../src/adapters/file-system/memory/in-memory-file-system.js';
import { JsonManifests } from '../../src/adapters/json/json-manifests.js';
import { InMemorySessionStore } from '../../src/adapters/storage/in-memory-session-store.js';
import { TomlConfiguration } from '../../src/adapters/toml/toml-configuration.js';
import { YamlMetadata } from '../../src/adapters/yaml/yaml-metadata.js';
import { createUseCases } from '../../src/application/create-use-cases.js';
import { DEFAULT_LIMITS, type Limits } from '../../src/application/limits/limits.js';
import type { Ports } from '../../src/application/ports.js';
import type { UseCases } from '../../src/application/use-cases.js';
import type { OverflowPolicy } from '../../src/domain/output/output-log.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { FakeHost } from '../fakes/fake-host.js';
import { FakeHostResolver } from '../fakes/fake-host-resolver.js';
import { FakeHttpClient } from '../fakes/fake-http-client.js';
import { FakeNetworkProxies } from '../fakes/fake-network-proxies.js';
import { FakeProcessRunner } from '../fakes/fake-process-runner.js';
import { FakePathWatcher } from '../fakes/files/fake-path-watcher.js';
import { UnconfinedFileSystems } from '../fakes/files/unconfined-file-systems.js';
import { FixedIds } from '../fakes/fixed-ids.js';
import { RecordingAuditLog } from '../fakes/recording-audit-log.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { RecordingMetrics } from '../fakes/recording-metrics.js';
import { RecordingTracing } from '../fakes/recording-tracing.js';
import { HarnessClient } from './harness-client.js';
import { KnownCredentials } from './known-credentials.js';

/** The use-cases over fakes of every port. */
export class UseCaseHarness {
  readonly clock = new FakeClock();
  readonly runner = new FakeProcessRunner();
  readonly files = new InMemoryFileSystem(() => this.clock.nowMs());
  readonly watcher = new FakePathWatcher();
  readonly host = new FakeHost();
  readonly web = new FakeHttpClient();
  readonly resolver = new FakeHostResolver();
  readonly proxies = new FakeNetworkProxies();
  readonly logger = new RecordingLogger();
  readonly sessions = new InMemorySessionStore();
  readonly metrics = new RecordingMetrics();
  readonly tracing = new RecordingTracing();
  readonly auditLog = new RecordingAuditLog();
  readonly ports: Ports;
  readonly useCases: UseCases;

  /** @param ports those that a test brings itself */
  constructor(
    limits: Partial<Limits> = {},
    overflow: OverflowPolicy = 'pause',
    ports: Partial<Ports> = {},
  ) {
    const all = { ...DEFAULT_LIMITS, ...limits };
    this.ports = { ...this.#ports(all), ...ports };
    this.useCases = createUseCases(this.ports, all, overflow);
  }

  /** A new connection, not yet initialized. */
  connect(): HarnessClient {
    return new HarnessClient(this.useCases);
  }

  /** A new connection with a session of its own, ready for requests. */
  open(): HarnessClient {
    return this.#ready(undefined);
  }

  /** A new connection that has resumed a session and is ready for requests. */
  resume(sessionId: string): HarnessClient {
    return this.#ready(sessionId);
  }

  #ready(resumeSessionId: string | undefined): HarnessClient {
    const client = this.connect();
    client.initialize(resumeSessionId);
    client.acknowledge();
    return client;
  }

  #ports({ maxConfigurationDepth, maxMetadataCharacters, maxMetadataDepth }: Limits): Ports {
    return {
      auditLog: this.auditLog,
      authenticator: new KnownCredentials('right'),
      clock: this.clock,
      configurationFormat: new TomlConfiguration(maxConfigurationDepth),
      fileSystems: new UnconfinedFileSystems(this.files),
      hostInformation: this.host,
      hostResolver: this.resolver,
      httpClient: this.web,
      idGenerator: new FixedIds(),
      logger: this.logger,
      manifestFormat: new JsonManifests(),
      metadataFormat: new YamlMetadata(maxMetadataCharacters, maxMetadataDepth),
      metrics: this.metrics,
      networkProxies: this.proxies,
      pathWatcher: this.watcher,
      processRunner: this.runner,
      sessionStore: this.sessions,
      tracing: this.tracing,
    };
  }
}

import { InMemoryFileSystem } from '../../src/adapters/file-system/memory/in-memory-file-system.js';
import { UnconfinedFileSystems } from '../../src/adapters/file-system/unconfined-file-systems.js';
import { InMemorySessionStore } from '../../src/adapters/storage/in-memory-session-store.js';
import { TomlConfiguration } from '../../src/adapters/toml/toml-configuration.js';
import { YamlMetadata } from '../../src/adapters/yaml/yaml-metadata.js';
import { DEFAULT_LIMITS, type Limits } from '../../src/application/limits/limits.js';
import { DiscoverCapabilityRoots } from '../../src/application/use-cases/capabilities/discover-capability-roots.js';
import { DiscoverInstalledCapabilities } from '../../src/application/use-cases/capabilities/discover-installed-capabilities.js';
import { ReadConfiguration } from '../../src/application/use-cases/configuration/read-configuration.js';
import { DescribeEnvironment } from '../../src/application/use-cases/environment/describe-environment.js';
import { ReportStatus } from '../../src/application/use-cases/environment/report-status.js';
import { Canonicalize } from '../../src/application/use-cases/files/canonicalize.js';
import { CloseHandle } from '../../src/application/use-cases/files/close-handle.js';
import { CopyPath } from '../../src/application/use-cases/files/copy-path.js';
import { CreateDirectory } from '../../src/application/use-cases/files/create-directory.js';
import { FileOperations } from '../../src/application/use-cases/files/file-operations.js';
import { GetMetadata } from '../../src/application/use-cases/files/get-metadata.js';
import { OpenHandle } from '../../src/application/use-cases/files/open-handle.js';
import { ReadBlock } from '../../src/application/use-cases/files/read-block.js';
import { ReadDirectory } from '../../src/application/use-cases/files/read-directory.js';
import { ReadFile } from '../../src/application/use-cases/files/read-file.js';
import { RemovePath } from '../../src/application/use-cases/files/remove-path.js';
import { WalkDirectory } from '../../src/application/use-cases/files/walk-directory.js';
import { WatchMissing } from '../../src/application/use-cases/files/watch-missing.js';
import { WriteBlock } from '../../src/application/use-cases/files/write-block.js';
import { WriteFile } from '../../src/application/use-cases/files/write-file.js';
import { ActiveHttpRequests } from '../../src/application/use-cases/http/active-requests.js';
import { SendHttpRequest } from '../../src/application/use-cases/http/send-http-request.js';
import { InterruptProcess } from '../../src/application/use-cases/processes/interrupt-process.js';
import { OutputMemoryBudget } from '../../src/application/use-cases/processes/output-memory-budget.js';
import { ProcessTracker } from '../../src/application/use-cases/processes/process-tracker.js';
import { ReadOutput } from '../../src/application/use-cases/processes/read-output.js';
import { SpawnProcess } from '../../src/application/use-cases/processes/spawn-process.js';
import { TerminateProcess } from '../../src/application/use-cases/processes/terminate-process.js';
import { WriteInput } from '../../src/application/use-cases/processes/write-input.js';
import { AcknowledgeInitialized } from '../../src/application/use-cases/sessions/acknowledge-initialized.js';
import { Disconnect } from '../../src/application/use-cases/sessions/disconnect.js';
import { Initialize } from '../../src/application/use-cases/sessions/initialize.js';
import { Resume } from '../../src/application/use-cases/sessions/resume.js';
import { SessionExpiry } from '../../src/application/use-cases/sessions/session-expiry.js';
import type { UseCases } from '../../src/application/use-cases.js';
import { RateLimiter } from '../../src/domain/admission/rate-limiter.js';
import type { OverflowPolicy } from '../../src/domain/output/output-log.js';
import { ResumePolicy } from '../../src/domain/sessions/resume-policy.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { FakeFiles } from '../fakes/fake-files.js';
import { FakeHost } from '../fakes/fake-host.js';
import { FakeHttpClient } from '../fakes/fake-http-client.js';
import { FakePathWatcher } from '../fakes/fake-path-watcher.js';
import { FakeProcessRunner } from '../fakes/fake-process-runner.js';
import { FixedIds } from '../fakes/fixed-ids.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { HarnessClient } from './harness-client.js';

/** The use-cases over fakes of every port: the twin of the composition root. */
export class UseCaseHarness {
  readonly clock = new FakeClock();
  readonly runner = new FakeProcessRunner();
  readonly files = new InMemoryFileSystem(() => this.clock.nowMs());
  readonly watcher = new FakePathWatcher();
  readonly host = new FakeHost();
  readonly web = new FakeHttpClient();
  /** Those that configurations and capabilities are read from. */
  readonly hostFiles = new FakeFiles();
  readonly logger = new RecordingLogger();
  readonly sessions = new InMemorySessionStore();
  readonly useCases: UseCases;

  constructor(limits: Partial<Limits> = {}, overflow: OverflowPolicy = 'pause') {
    this.useCases = this.#compose({ ...DEFAULT_LIMITS, ...limits }, overflow);
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

  #compose(limits: Limits, overflow: OverflowPolicy): UseCases {
    const { clock, runner, host, web, logger, sessions, hostFiles } = this;
    const toml = new TomlConfiguration(limits.maxConfigurationDepth);
    const yaml = new YamlMetadata(limits.maxMetadataCharacters, limits.maxMetadataDepth);
    const policy = new ResumePolicy(limits.sessionTtlMs);
    const expiry = new SessionExpiry(sessions, policy, clock, logger);
    const memory = new OutputMemoryBudget(limits.maxRetainedBytes);
    const exchanges = new ActiveHttpRequests(limits);
    const throttle = new RateLimiter({
      maxAttempts: limits.maxResumeFailures,
      windowMs: limits.rateLimitWindowMs,
      maxAddresses: limits.maxRateLimitedAddresses,
    });
    const resume = new Resume(sessions, policy, expiry, throttle, clock, limits, logger);
    const access = new FileOperations(new UnconfinedFileSystems(this.files));
    return {
      initialize: new Initialize(resume, sessions, new FixedIds(), host, limits, logger),
      acknowledgeInitialized: new AcknowledgeInitialized(),
      disconnect: new Disconnect(expiry, clock, logger),
      spawnProcess: new SpawnProcess(
        runner,
        host,
        new ProcessTracker(clock, memory, limits, overflow, logger),
        limits,
      ),
      readOutput: new ReadOutput(clock),
      writeInput: new WriteInput(),
      interruptProcess: new InterruptProcess(),
      terminateProcess: new TerminateProcess(),
      readFile: new ReadFile(access, limits),
      openHandle: new OpenHandle(access, limits),
      readBlock: new ReadBlock(access, limits),
      writeBlock: new WriteBlock(access, limits),
      closeHandle: new CloseHandle(access),
      watchMissing: new WatchMissing(access, this.watcher, limits),
      writeFile: new WriteFile(access),
      createDirectory: new CreateDirectory(access),
      getMetadata: new GetMetadata(access),
      canonicalize: new Canonicalize(access),
      readDirectory: new ReadDirectory(access),
      walkDirectory: new WalkDirectory(access, limits),
      removePath: new RemovePath(access),
      copyPath: new CopyPath(access),
      describeEnvironment: new DescribeEnvironment(host),
      reportStatus: new ReportStatus(),
      sendHttpRequest: new SendHttpRequest(web, exchanges, host, clock, limits, logger),
      readConfiguration: new ReadConfiguration(hostFiles, toml, host, limits),
      discoverCapabilityRoots: new DiscoverCapabilityRoots(hostFiles, limits),
      discoverInstalledCapabilities: new DiscoverInstalledCapabilities(
        hostFiles,
        yaml,
        host,
        limits,
      ),
    };
  }
}

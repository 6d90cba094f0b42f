import { InMemoryFileSystem } from '../../src/adapters/file-system/memory/in-memory-file-system.js';
import { UnconfinedFileSystems } from '../../src/adapters/file-system/unconfined-file-systems.js';
import { InMemorySessionStore } from '../../src/adapters/storage/in-memory-session-store.js';
import { TomlConfiguration } from '../../src/adapters/toml/toml-configuration.js';
import { YamlMetadata } from '../../src/adapters/yaml/yaml-metadata.js';
import { FileAccess } from '../../src/application/file-access.js';
import { HttpExchanges } from '../../src/application/http-exchanges.js';
import { DEFAULT_LIMITS, type Limits } from '../../src/application/limits.js';
import { RetainedMemory } from '../../src/application/retained-memory.js';
import { SessionExpiry } from '../../src/application/session-expiry.js';
import { AcknowledgeInitialized } from '../../src/application/use-cases/acknowledge-initialized.js';
import { Canonicalize } from '../../src/application/use-cases/canonicalize.js';
import { CloseHandle } from '../../src/application/use-cases/close-handle.js';
import { CopyPath } from '../../src/application/use-cases/copy-path.js';
import { CreateDirectory } from '../../src/application/use-cases/create-directory.js';
import { DescribeEnvironment } from '../../src/application/use-cases/describe-environment.js';
import { Disconnect } from '../../src/application/use-cases/disconnect.js';
import { DiscoverCapabilities } from '../../src/application/use-cases/discover-capabilities.js';
import { DiscoverInstalled } from '../../src/application/use-cases/discover-installed.js';
import { GetMetadata } from '../../src/application/use-cases/get-metadata.js';
import { Initialize } from '../../src/application/use-cases/initialize.js';
import { OpenHandle } from '../../src/application/use-cases/open-handle.js';
import { ReadBlock } from '../../src/application/use-cases/read-block.js';
import { ReadConfiguration } from '../../src/application/use-cases/read-configuration.js';
import { ReadDirectory } from '../../src/application/use-cases/read-directory.js';
import { ReadFile } from '../../src/application/use-cases/read-file.js';
import { ReadOutput } from '../../src/application/use-cases/read-output.js';
import { RemovePath } from '../../src/application/use-cases/remove-path.js';
import { ReportStatus } from '../../src/application/use-cases/report-status.js';
import { Resume } from '../../src/application/use-cases/resume.js';
import { SendHttpRequest } from '../../src/application/use-cases/send-http-request.js';
import { SignalProcess } from '../../src/application/use-cases/signal-process.js';
import { SpawnProcess } from '../../src/application/use-cases/spawn-process.js';
import { TerminateProcess } from '../../src/application/use-cases/terminate-process.js';
import { WalkDirectory } from '../../src/application/use-cases/walk-directory.js';
import { WatchMissing } from '../../src/application/use-cases/watch-missing.js';
import { WriteBlock } from '../../src/application/use-cases/write-block.js';
import { WriteFile } from '../../src/application/use-cases/write-file.js';
import { WriteInput } from '../../src/application/use-cases/write-input.js';
import type { UseCases } from '../../src/application/use-cases.js';
import type { OverflowPolicy } from '../../src/domain/output-log.js';
import { ResumePolicy } from '../../src/domain/resume-policy.js';
import { Throttle } from '../../src/domain/throttle.js';
import { FakeClock } from './fake-clock.js';
import { FakeFiles } from './fake-files.js';
import { FakeHost } from './fake-host.js';
import { FakeHttpClient } from './fake-http-client.js';
import { FakePathWatcher } from './fake-path-watcher.js';
import { FakeProcessRunner } from './fake-process-runner.js';
import { FixedIds } from './fixed-ids.js';
import { RecordingLogger } from './recording-logger.js';
import { WorkbenchClient } from './workbench-client.js';

/** The use-cases over fakes of every port: the twin of the composition root. */
export class Workbench {
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
  connect(): WorkbenchClient {
    return new WorkbenchClient(this.useCases);
  }

  /** A new connection with a session of its own, ready for requests. */
  open(): WorkbenchClient {
    return this.#ready(undefined);
  }

  /** A new connection that has resumed a session and is ready for requests. */
  resume(sessionId: string): WorkbenchClient {
    return this.#ready(sessionId);
  }

  #ready(resumeSessionId: string | undefined): WorkbenchClient {
    const client = this.connect();
    client.initialize(resumeSessionId);
    client.acknowledge();
    return client;
  }

  #compose(limits: Limits, overflow: OverflowPolicy): UseCases {
    const { clock, runner, host, web, logger, sessions, hostFiles } = this;
    const toml = new TomlConfiguration(limits.configurationDepth);
    const yaml = new YamlMetadata(limits.metadataCharacters, limits.metadataDepth);
    const policy = new ResumePolicy(limits.sessionTtlMs);
    const expiry = new SessionExpiry(sessions, policy, clock, logger);
    const memory = new RetainedMemory(limits.maxRetainedBytes);
    const exchanges = new HttpExchanges(limits);
    const throttle = new Throttle({
      maxGuesses: limits.maxWrongSessionIds,
      windowMs: limits.guessWindowMs,
      maxAddresses: limits.maxThrottledAddresses,
    });
    const resume = new Resume(sessions, policy, expiry, throttle, clock, limits, logger);
    const access = new FileAccess(new UnconfinedFileSystems(this.files));
    return {
      initialize: new Initialize(resume, sessions, new FixedIds(), host, limits, logger),
      acknowledgeInitialized: new AcknowledgeInitialized(),
      disconnect: new Disconnect(expiry, clock, logger),
      spawnProcess: new SpawnProcess(runner, host, clock, limits, overflow, memory, logger),
      readOutput: new ReadOutput(clock),
      writeInput: new WriteInput(),
      signalProcess: new SignalProcess(),
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
      discoverCapabilities: new DiscoverCapabilities(hostFiles, limits),
      discoverInstalled: new DiscoverInstalled(hostFiles, yaml, host, limits),
    };
  }
}

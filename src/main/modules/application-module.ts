import { ContainerModule } from 'inversify';
import type { Limits } from '../../application/limits/limits.js';
import { AdmitConnection } from '../../application/use-cases/admission/admit-connection.js';
import { DiscoverCapabilityRoots } from '../../application/use-cases/capabilities/discover-capability-roots.js';
import { DiscoverInstalledCapabilities } from '../../application/use-cases/capabilities/discover-installed-capabilities.js';
import { ReadConfiguration } from '../../application/use-cases/configuration/read-configuration.js';
import { DescribeEnvironment } from '../../application/use-cases/environment/describe-environment.js';
import { ReportStatus } from '../../application/use-cases/environment/report-status.js';
import { Canonicalize } from '../../application/use-cases/files/canonicalize.js';
import { CloseHandle } from '../../application/use-cases/files/close-handle.js';
import { CopyPath } from '../../application/use-cases/files/copy-path.js';
import { CreateDirectory } from '../../application/use-cases/files/create-directory.js';
import { FileOperations } from '../../application/use-cases/files/file-operations.js';
import { GetMetadata } from '../../application/use-cases/files/get-metadata.js';
import { OpenHandle } from '../../application/use-cases/files/open-handle.js';
import { ReadBlock } from '../../application/use-cases/files/read-block.js';
import { ReadDirectory } from '../../application/use-cases/files/read-directory.js';
import { ReadFile } from '../../application/use-cases/files/read-file.js';
import { RemovePath } from '../../application/use-cases/files/remove-path.js';
import { WalkDirectory } from '../../application/use-cases/files/walk-directory.js';
import { WatchMissing } from '../../application/use-cases/files/watch-missing.js';
import { WriteBlock } from '../../application/use-cases/files/write-block.js';
import { WriteFile } from '../../application/use-cases/files/write-file.js';
import { ActiveHttpRequests } from '../../application/use-cases/http/active-requests.js';
import { SendHttpRequest } from '../../application/use-cases/http/send-http-request.js';
import { InterruptProcess } from '../../application/use-cases/processes/interrupt-process.js';
import { OutputMemoryBudget } from '../../application/use-cases/processes/output-memory-budget.js';
import { ProcessTracker } from '../../application/use-cases/processes/process-tracker.js';
import { ReadOutput } from '../../application/use-cases/processes/read-output.js';
import { SpawnProcess } from '../../application/use-cases/processes/spawn-process.js';
import { TerminateProcess } from '../../application/use-cases/processes/terminate-process.js';
import { WriteInput } from '../../application/use-cases/processes/write-input.js';
import { AcknowledgeInitialized } from '../../application/use-cases/sessions/acknowledge-initialized.js';
import { Disconnect } from '../../application/use-cases/sessions/disconnect.js';
import { Initialize } from '../../application/use-cases/sessions/initialize.js';
import { Resume } from '../../application/use-cases/sessions/resume.js';
import { SessionExpiry } from '../../application/use-cases/sessions/session-expiry.js';
import { RateLimiter } from '../../domain/admission/rate-limiter.js';
import { ResumePolicy } from '../../domain/sessions/resume-policy.js';
import { PARTS, PORTS } from '../tokens.js';

/** The inner rings: policy and use-cases over the ports. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(PARTS.admission).toResolvedValue(
    (authenticator, limits, clock, logger) => {
      const throttle = throttleOf(limits.maxAuthFailures, limits);
      return new AdmitConnection(authenticator, throttle, clock, limits, logger);
    },
    [PORTS.authenticator, PARTS.limits, PORTS.clock, PORTS.logger],
  );
  bind(PARTS.resumePolicy).toResolvedValue(
    (limits) => new ResumePolicy(limits.sessionTtlMs),
    [PARTS.limits],
  );
  bind(PARTS.retainedMemory).toResolvedValue(
    (limits) => new OutputMemoryBudget(limits.maxRetainedBytes),
    [PARTS.limits],
  );
  bind(PARTS.fileAccess).toResolvedValue((files) => new FileOperations(files), [PORTS.fileSystems]);
  bind(PARTS.httpExchanges).toResolvedValue(
    (limits) => new ActiveHttpRequests(limits),
    [PARTS.limits],
  );
  bind(PARTS.sessionExpiry).toResolvedValue(
    (sessions, policy, clock, logger) => new SessionExpiry(sessions, policy, clock, logger),
    [PORTS.sessionStore, PARTS.resumePolicy, PORTS.clock, PORTS.logger],
  );
  bind(PARTS.resume).toResolvedValue(
    (sessions, policy, expiry, clock, limits, logger) => {
      const throttle = throttleOf(limits.maxResumeFailures, limits);
      return new Resume(sessions, policy, expiry, throttle, clock, limits, logger);
    },
    [
      PORTS.sessionStore,
      PARTS.resumePolicy,
      PARTS.sessionExpiry,
      PORTS.clock,
      PARTS.limits,
      PORTS.logger,
    ],
  );
  bind(PARTS.initialize).toResolvedValue(
    (resume, sessions, ids, host, limits, logger) =>
      new Initialize(resume, sessions, ids, host, limits, logger),
    [
      PARTS.resume,
      PORTS.sessionStore,
      PORTS.idGenerator,
      PORTS.hostInformation,
      PARTS.limits,
      PORTS.logger,
    ],
  );
  bind(PARTS.sendHttpRequest).toResolvedValue(
    (client, exchanges, host, clock, limits, logger) =>
      new SendHttpRequest(client, exchanges, host, clock, limits, logger),
    [
      PORTS.httpClient,
      PARTS.httpExchanges,
      PORTS.hostInformation,
      PORTS.clock,
      PARTS.limits,
      PORTS.logger,
    ],
  );
  bind(PARTS.readConfiguration).toResolvedValue(
    (files, format, host, limits) => new ReadConfiguration(files, format, host, limits),
    [PORTS.fileSystems, PORTS.configurationFormat, PORTS.hostInformation, PARTS.limits],
  );
  bind(PARTS.discoverCapabilities).toResolvedValue(
    (files, limits) => new DiscoverCapabilityRoots(files, limits),
    [PORTS.fileSystems, PARTS.limits],
  );
  bind(PARTS.discoverInstalledCapabilities).toResolvedValue(
    (files, format, host, limits) => new DiscoverInstalledCapabilities(files, format, host, limits),
    [PORTS.fileSystems, PORTS.metadataFormat, PORTS.hostInformation, PARTS.limits],
  );
  bind(PARTS.useCases).toResolvedValue(
    (
      initialize,
      expiry,
      runner,
      host,
      clock,
      limits,
      overflow,
      memory,
      access,
      sendHttpRequest,
      configuration,
      capabilities,
      discoverInstalledCapabilities,
      watcher,
      logger,
    ) => ({
      initialize,
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
      watchMissing: new WatchMissing(access, watcher, limits),
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
      sendHttpRequest,
      readConfiguration: configuration,
      discoverCapabilityRoots: capabilities,
      discoverInstalledCapabilities,
    }),
    [
      PARTS.initialize,
      PARTS.sessionExpiry,
      PORTS.processRunner,
      PORTS.hostInformation,
      PORTS.clock,
      PARTS.limits,
      PARTS.overflowPolicy,
      PARTS.retainedMemory,
      PARTS.fileAccess,
      PARTS.sendHttpRequest,
      PARTS.readConfiguration,
      PARTS.discoverCapabilities,
      PARTS.discoverInstalledCapabilities,
      PORTS.pathWatcher,
      PORTS.logger,
    ],
  );
});

const throttleOf = (maxAttempts: number, limits: Limits): RateLimiter =>
  new RateLimiter({
    maxAttempts,
    windowMs: limits.rateLimitWindowMs,
    maxAddresses: limits.maxRateLimitedAddresses,
  });

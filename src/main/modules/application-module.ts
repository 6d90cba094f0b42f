import { ContainerModule } from 'inversify';
import { Admission } from '../../application/admission.js';
import { FileAccess } from '../../application/file-access.js';
import { HttpExchanges } from '../../application/http-exchanges.js';
import type { Limits } from '../../application/limits.js';
import { RetainedMemory } from '../../application/retained-memory.js';
import { SessionExpiry } from '../../application/session-expiry.js';
import { AcknowledgeInitialized } from '../../application/use-cases/acknowledge-initialized.js';
import { Canonicalize } from '../../application/use-cases/canonicalize.js';
import { CloseHandle } from '../../application/use-cases/close-handle.js';
import { CopyPath } from '../../application/use-cases/copy-path.js';
import { CreateDirectory } from '../../application/use-cases/create-directory.js';
import { DescribeEnvironment } from '../../application/use-cases/describe-environment.js';
import { Disconnect } from '../../application/use-cases/disconnect.js';
import { DiscoverCapabilities } from '../../application/use-cases/discover-capabilities.js';
import { DiscoverInstalled } from '../../application/use-cases/discover-installed.js';
import { GetMetadata } from '../../application/use-cases/get-metadata.js';
import { Initialize } from '../../application/use-cases/initialize.js';
import { OpenHandle } from '../../application/use-cases/open-handle.js';
import { ReadBlock } from '../../application/use-cases/read-block.js';
import { ReadConfiguration } from '../../application/use-cases/read-configuration.js';
import { ReadDirectory } from '../../application/use-cases/read-directory.js';
import { ReadFile } from '../../application/use-cases/read-file.js';
import { ReadOutput } from '../../application/use-cases/read-output.js';
import { RemovePath } from '../../application/use-cases/remove-path.js';
import { ReportStatus } from '../../application/use-cases/report-status.js';
import { Resume } from '../../application/use-cases/resume.js';
import { SendHttpRequest } from '../../application/use-cases/send-http-request.js';
import { SignalProcess } from '../../application/use-cases/signal-process.js';
import { SpawnProcess } from '../../application/use-cases/spawn-process.js';
import { TerminateProcess } from '../../application/use-cases/terminate-process.js';
import { WalkDirectory } from '../../application/use-cases/walk-directory.js';
import { WatchMissing } from '../../application/use-cases/watch-missing.js';
import { WriteBlock } from '../../application/use-cases/write-block.js';
import { WriteFile } from '../../application/use-cases/write-file.js';
import { WriteInput } from '../../application/use-cases/write-input.js';
import { ResumePolicy } from '../../domain/resume-policy.js';
import { Throttle } from '../../domain/throttle.js';
import { PARTS, PORTS } from '../tokens.js';

/** The inner rings: policy and use-cases over the ports. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(PARTS.admission).toResolvedValue(
    (authenticator, limits, clock, logger) => {
      const throttle = throttleOf(limits.maxWrongCredentials, limits);
      return new Admission(authenticator, throttle, clock, limits, logger);
    },
    [PORTS.authenticator, PARTS.limits, PORTS.clock, PORTS.logger],
  );
  bind(PARTS.resumePolicy).toResolvedValue(
    (limits) => new ResumePolicy(limits.sessionTtlMs),
    [PARTS.limits],
  );
  bind(PARTS.retainedMemory).toResolvedValue(
    (limits) => new RetainedMemory(limits.maxRetainedBytes),
    [PARTS.limits],
  );
  bind(PARTS.fileAccess).toResolvedValue((files) => new FileAccess(files), [PORTS.fileSystems]);
  bind(PARTS.httpExchanges).toResolvedValue((limits) => new HttpExchanges(limits), [PARTS.limits]);
  bind(PARTS.sessionExpiry).toResolvedValue(
    (sessions, policy, clock, logger) => new SessionExpiry(sessions, policy, clock, logger),
    [PORTS.sessionStore, PARTS.resumePolicy, PORTS.clock, PORTS.logger],
  );
  bind(PARTS.resume).toResolvedValue(
    (sessions, policy, expiry, clock, limits, logger) => {
      const throttle = throttleOf(limits.maxWrongSessionIds, limits);
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
    (files, limits) => new DiscoverCapabilities(files, limits),
    [PORTS.fileSystems, PARTS.limits],
  );
  bind(PARTS.discoverInstalled).toResolvedValue(
    (files, format, host, limits) => new DiscoverInstalled(files, format, host, limits),
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
      discoverInstalled,
      watcher,
      logger,
    ) => ({
      initialize,
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
      discoverCapabilities: capabilities,
      discoverInstalled,
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
      PARTS.discoverInstalled,
      PORTS.pathWatcher,
      PORTS.logger,
    ],
  );
});

const throttleOf = (maxGuesses: number, limits: Limits): Throttle =>
  new Throttle({
    maxGuesses,
    windowMs: limits.guessWindowMs,
    maxAddresses: limits.maxThrottledAddresses,
  });

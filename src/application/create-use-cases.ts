import { Drain } from '../domain/admission/drain.js';
import type { OverflowPolicy } from '../domain/output/output-log.js';
import { ResumePolicy } from '../domain/sessions/resume-policy.js';
import type { AdmissionLimits } from './limits/admission-limits.js';
import type { CapabilityLimits } from './limits/capability-limits.js';
import type { ConfigurationLimits } from './limits/configuration-limits.js';
import type { ConnectionLimits } from './limits/connection-limits.js';
import type { FileLimits } from './limits/file-limits.js';
import type { HttpLimits } from './limits/http-limits.js';
import type { Limits } from './limits/limits.js';
import type { OutputLimits } from './limits/output-limits.js';
import type { ProcessLimits } from './limits/process-limits.js';
import type { SessionLimits } from './limits/session-limits.js';
import type { ShellSnapshotLimits } from './limits/shell-snapshot-limits.js';
import { NetworkProxies } from './network/network-proxies.js';
import type { Ports } from './ports.js';
import { AdmitConnection, rateLimiterOf } from './use-cases/admission/admit-connection.js';
import { CheckReadiness } from './use-cases/admission/check-readiness.js';
import { DiscoverCapabilityRoots } from './use-cases/capabilities/discover-capability-roots.js';
import { DiscoverInstalledCapabilities } from './use-cases/capabilities/discover-installed-capabilities.js';
import { ReadConfiguration } from './use-cases/configuration/read-configuration.js';
import { DescribeEnvironment } from './use-cases/environment/describe-environment.js';
import { ReportStatus } from './use-cases/environment/report-status.js';
import { Canonicalize } from './use-cases/files/canonicalize.js';
import { CloseHandle } from './use-cases/files/close-handle.js';
import { CopyPath } from './use-cases/files/copy-path.js';
import { CreateDirectory } from './use-cases/files/create-directory.js';
import { FileOperations } from './use-cases/files/file-operations.js';
import { GetMetadata } from './use-cases/files/get-metadata.js';
import { OpenHandle } from './use-cases/files/open-handle.js';
import { ReadBlock } from './use-cases/files/read-block.js';
import { ReadDirectory } from './use-cases/files/read-directory.js';
import { ReadFile } from './use-cases/files/read-file.js';
import { RemovePath } from './use-cases/files/remove-path.js';
import { WalkDirectory } from './use-cases/files/walk-directory.js';
import { WatchMissing } from './use-cases/files/watch-missing.js';
import { WriteBlock } from './use-cases/files/write-block.js';
import { WriteFile } from './use-cases/files/write-file.js';
import { ActiveHttpRequests } from './use-cases/http/active-requests.js';
import { RequestSender } from './use-cases/http/request-sender.js';
import { SendHttpRequest } from './use-cases/http/send-http-request.js';
import { MeasureLoad } from './use-cases/metrics/measure-load.js';
import { CloseInput } from './use-cases/processes/close-input.js';
import { ListProcesses } from './use-cases/processes/list-processes.js';
import { OutputMemoryBudget } from './use-cases/processes/output-memory-budget.js';
import { ProcessTracker } from './use-cases/processes/process-tracker.js';
import { ReadOutput } from './use-cases/processes/read-output.js';
import { ResizeTerminal } from './use-cases/processes/resize-terminal.js';
import { SignalProcess } from './use-cases/processes/signal-process.js';
import { SpawnProcess } from './use-cases/processes/spawn-process.js';
import { TerminateProcess } from './use-cases/processes/terminate-process.js';
import { WriteInput } from './use-cases/processes/write-input.js';
import { DescribeNode } from './use-cases/routing/describe-node.js';
import { AcknowledgeInitialized } from './use-cases/sessions/acknowledge-initialized.js';
import { AwaitIdle } from './use-cases/sessions/await-idle.js';
import { Disconnect } from './use-cases/sessions/disconnect.js';
import { DrainSessions } from './use-cases/sessions/drain-sessions.js';
import { EndAllSessions } from './use-cases/sessions/end-all-sessions.js';
import { EndSession } from './use-cases/sessions/end-session.js';
import { Initialize } from './use-cases/sessions/initialize.js';
import { ObserveSession } from './use-cases/sessions/observe-session.js';
import { OpenSession } from './use-cases/sessions/open-session.js';
import { Resume } from './use-cases/sessions/resume.js';
import { ResumeRefusals } from './use-cases/sessions/resume-refusals.js';
import { SessionExpiry } from './use-cases/sessions/session-expiry.js';
import { CaptureShellState } from './use-cases/shell-snapshots/capture-shell-state.js';
import { ReuseShellState } from './use-cases/shell-snapshots/reuse-shell-state.js';
import type { UseCases } from './use-cases.js';

/** The one composition of the inner rings: every use-case over the ports of one server. */
export const createUseCases = (
  given: Ports,
  limits: Limits,
  overflow: OverflowPolicy,
): UseCases => {
  const awaitIdle = new AwaitIdle(given.sessionStore, given.clock);
  const ports = { ...given, sessionStore: awaitIdle.sessions };
  const drain = new Drain();
  const policy = new ResumePolicy(limits.sessionTtlMs, limits.maxSessionTtlMs);
  const expiry = new SessionExpiry(ports.sessionStore, policy, drain, ports.clock, ports.logger);
  const memory = new OutputMemoryBudget(limits.maxRetainedBytes);
  return {
    ...admissionUseCases(ports, drain, limits),
    ...sessionUseCases(ports, { drain, expiry }, limits),
    ...processUseCases(ports, memory, limits, overflow),
    ...fileUseCases(ports, limits),
    ...httpUseCases(ports, limits),
    ...environmentUseCases(ports, limits),
    awaitIdle,
    measureLoad: new MeasureLoad({
      sessions: () => expiry.measure(),
      output: () => memory.measure(),
      drain,
    }),
  };
};

const admissionUseCases = (
  { authenticator, sessionStore, clock, logger }: Ports,
  drain: Drain,
  limits: AdmissionLimits & SessionLimits & ConnectionLimits,
) => {
  const rateLimiter = rateLimiterOf(limits.maxAuthFailures, limits);
  return {
    admitConnection: new AdmitConnection(authenticator, rateLimiter, clock, limits, logger),
    checkReadiness: new CheckReadiness(sessionStore, drain, limits, clock),
  };
};

const sessionUseCases = (
  { sessionStore, idGenerator, hostInformation, clock, logger, metrics }: Ports,
  { drain, expiry }: { drain: Drain; expiry: SessionExpiry },
  limits: SessionLimits & AdmissionLimits,
) => {
  const rateLimiter = rateLimiterOf(limits.maxResumeFailures, limits);
  const refusals = new ResumeRefusals(rateLimiter, clock, logger);
  const resume = new Resume(expiry, refusals, { clock, logger, metrics }, limits);
  const observe = new ObserveSession(expiry, refusals, logger);
  const openSession = new OpenSession(sessionStore, idGenerator, drain, limits, logger);
  return {
    initialize: new Initialize(openSession, resume, observe, expiry, hostInformation),
    endSession: new EndSession(expiry),
    acknowledgeInitialized: new AcknowledgeInitialized(),
    disconnect: new Disconnect(expiry, clock, logger, metrics),
    drainSessions: new DrainSessions(sessionStore, expiry, drain, clock, logger),
    endAllSessions: new EndAllSessions(expiry),
    describeNode: new DescribeNode(sessionStore, drain, limits),
  };
};

const processUseCases = (
  ports: Ports,
  memory: OutputMemoryBudget,
  limits: ProcessLimits & OutputLimits & ShellSnapshotLimits,
  overflow: OverflowPolicy,
) => {
  const { processRunner, networkProxies, hostResolver, hostInformation, clock, logger } = ports;
  const tracker = new ProcessTracker(ports, memory, limits, overflow);
  return {
    spawnProcess: new SpawnProcess(
      processRunner,
      hostInformation,
      tracker,
      new NetworkProxies(networkProxies, hostResolver, clock, logger),
      reuseShellState(ports, limits),
    ),
    readOutput: new ReadOutput(clock),
    writeInput: new WriteInput(),
    closeInput: new CloseInput(),
    resizeTerminal: new ResizeTerminal(),
    signalProcess: new SignalProcess(),
    terminateProcess: new TerminateProcess(),
    listProcesses: new ListProcesses(),
  };
};

const reuseShellState = (
  { processRunner, fileSystems: files, hostInformation: host, clock, logger }: Ports,
  limits: ShellSnapshotLimits,
): ReuseShellState => {
  const capture = new CaptureShellState(processRunner, clock, limits, logger);
  return new ReuseShellState(capture, { files, host, clock }, limits);
};

const fileUseCases = ({ fileSystems, pathWatcher, hostInformation }: Ports, limits: FileLimits) => {
  const operations = new FileOperations(fileSystems, hostInformation);
  return {
    readFile: new ReadFile(operations, limits),
    writeFile: new WriteFile(operations),
    createDirectory: new CreateDirectory(operations),
    getMetadata: new GetMetadata(operations),
    canonicalize: new Canonicalize(operations),
    readDirectory: new ReadDirectory(operations),
    walkDirectory: new WalkDirectory(operations, limits),
    removePath: new RemovePath(operations),
    copyPath: new CopyPath(operations),
    openHandle: new OpenHandle(operations, limits),
    readBlock: new ReadBlock(operations, limits),
    writeBlock: new WriteBlock(operations, limits),
    closeHandle: new CloseHandle(operations),
    watchMissing: new WatchMissing(operations, pathWatcher, limits),
  };
};

const httpUseCases = (ports: Ports, limits: HttpLimits) => {
  const { httpClient, hostInformation, clock, logger } = ports;
  const sender = new RequestSender(httpClient, logger);
  const active = new ActiveHttpRequests(limits);
  return {
    sendHttpRequest: new SendHttpRequest(sender, active, hostInformation, clock, limits),
  };
};

const environmentUseCases = (ports: Ports, limits: ConfigurationLimits & CapabilityLimits) => {
  const { fileSystems, hostInformation: host, configurationFormat } = ports;
  const { manifestFormat, metadataFormat } = ports;
  return {
    describeEnvironment: new DescribeEnvironment(host),
    reportStatus: new ReportStatus(),
    readConfiguration: new ReadConfiguration(fileSystems, configurationFormat, host, limits),
    discoverCapabilityRoots: new DiscoverCapabilityRoots(fileSystems, manifestFormat, host, limits),
    discoverInstalledCapabilities: new DiscoverInstalledCapabilities(
      fileSystems,
      manifestFormat,
      metadataFormat,
      host,
      limits,
    ),
  };
};

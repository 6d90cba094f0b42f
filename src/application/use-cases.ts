import type { AdmitConnection } from './use-cases/admission/admit-connection.js';
import type { CheckReadiness } from './use-cases/admission/check-readiness.js';
import type { DiscoverCapabilityRoots } from './use-cases/capabilities/discover-capability-roots.js';
import type { DiscoverInstalledCapabilities } from './use-cases/capabilities/discover-installed-capabilities.js';
import type { ReadConfiguration } from './use-cases/configuration/read-configuration.js';
import type { DescribeEnvironment } from './use-cases/environment/describe-environment.js';
import type { ReportStatus } from './use-cases/environment/report-status.js';
import type { Canonicalize } from './use-cases/files/canonicalize.js';
import type { CloseHandle } from './use-cases/files/close-handle.js';
import type { CopyPath } from './use-cases/files/copy-path.js';
import type { CreateDirectory } from './use-cases/files/create-directory.js';
import type { GetMetadata } from './use-cases/files/get-metadata.js';
import type { OpenHandle } from './use-cases/files/open-handle.js';
import type { ReadBlock } from './use-cases/files/read-block.js';
import type { ReadDirectory } from './use-cases/files/read-directory.js';
import type { ReadFile } from './use-cases/files/read-file.js';
import type { RemovePath } from './use-cases/files/remove-path.js';
import type { WalkDirectory } from './use-cases/files/walk-directory.js';
import type { WatchMissing } from './use-cases/files/watch-missing.js';
import type { WriteBlock } from './use-cases/files/write-block.js';
import type { WriteFile } from './use-cases/files/write-file.js';
import type { SendHttpRequest } from './use-cases/http/send-http-request.js';
import type { MeasureLoad } from './use-cases/metrics/measure-load.js';
import type { CloseInput } from './use-cases/processes/close-input.js';
import type { ListProcesses } from './use-cases/processes/list-processes.js';
import type { ReadOutput } from './use-cases/processes/read-output.js';
import type { ResizeTerminal } from './use-cases/processes/resize-terminal.js';
import type { SignalProcess } from './use-cases/processes/signal-process.js';
import type { SpawnProcess } from './use-cases/processes/spawn-process.js';
import type { TerminateProcess } from './use-cases/processes/terminate-process.js';
import type { WriteInput } from './use-cases/processes/write-input.js';
import type { DescribeNode } from './use-cases/routing/describe-node.js';
import type { AcknowledgeInitialized } from './use-cases/sessions/acknowledge-initialized.js';
import type { AwaitIdle } from './use-cases/sessions/await-idle.js';
import type { Disconnect } from './use-cases/sessions/disconnect.js';
import type { DrainSessions } from './use-cases/sessions/drain-sessions.js';
import type { EndAllSessions } from './use-cases/sessions/end-all-sessions.js';
import type { EndSession } from './use-cases/sessions/end-session.js';
import type { Initialize } from './use-cases/sessions/initialize.js';

/** The driving port: one use-case for each operation of the server. */
export interface UseCases {
  readonly admitConnection: AdmitConnection;
  readonly checkReadiness: CheckReadiness;
  readonly describeNode: DescribeNode;
  readonly measureLoad: MeasureLoad;

  readonly initialize: Initialize;
  readonly acknowledgeInitialized: AcknowledgeInitialized;
  readonly disconnect: Disconnect;
  readonly endSession: EndSession;
  readonly drainSessions: DrainSessions;
  readonly endAllSessions: EndAllSessions;
  readonly awaitIdle: AwaitIdle;

  readonly spawnProcess: SpawnProcess;
  readonly readOutput: ReadOutput;
  readonly writeInput: WriteInput;
  readonly closeInput: CloseInput;
  readonly resizeTerminal: ResizeTerminal;
  readonly signalProcess: SignalProcess;
  readonly terminateProcess: TerminateProcess;
  readonly listProcesses: ListProcesses;

  readonly readFile: ReadFile;
  readonly writeFile: WriteFile;
  readonly createDirectory: CreateDirectory;
  readonly getMetadata: GetMetadata;
  readonly canonicalize: Canonicalize;
  readonly readDirectory: ReadDirectory;
  readonly walkDirectory: WalkDirectory;
  readonly removePath: RemovePath;
  readonly copyPath: CopyPath;

  readonly openHandle: OpenHandle;
  readonly readBlock: ReadBlock;
  readonly writeBlock: WriteBlock;
  readonly closeHandle: CloseHandle;
  readonly watchMissing: WatchMissing;

  readonly describeEnvironment: DescribeEnvironment;
  readonly reportStatus: ReportStatus;

  readonly sendHttpRequest: SendHttpRequest;
  readonly readConfiguration: ReadConfiguration;
  readonly discoverCapabilityRoots: DiscoverCapabilityRoots;
  readonly discoverInstalledCapabilities: DiscoverInstalledCapabilities;
}

import type { AcknowledgeInitialized } from './use-cases/acknowledge-initialized.js';
import type { Canonicalize } from './use-cases/canonicalize.js';
import type { CloseHandle } from './use-cases/close-handle.js';
import type { CopyPath } from './use-cases/copy-path.js';
import type { CreateDirectory } from './use-cases/create-directory.js';
import type { DescribeEnvironment } from './use-cases/describe-environment.js';
import type { Disconnect } from './use-cases/disconnect.js';
import type { DiscoverCapabilities } from './use-cases/discover-capabilities.js';
import type { DiscoverInstalled } from './use-cases/discover-installed.js';
import type { GetMetadata } from './use-cases/get-metadata.js';
import type { Initialize } from './use-cases/initialize.js';
import type { OpenHandle } from './use-cases/open-handle.js';
import type { ReadBlock } from './use-cases/read-block.js';
import type { ReadConfiguration } from './use-cases/read-configuration.js';
import type { ReadDirectory } from './use-cases/read-directory.js';
import type { ReadFile } from './use-cases/read-file.js';
import type { ReadOutput } from './use-cases/read-output.js';
import type { RemovePath } from './use-cases/remove-path.js';
import type { ReportStatus } from './use-cases/report-status.js';
import type { SendHttpRequest } from './use-cases/send-http-request.js';
import type { SignalProcess } from './use-cases/signal-process.js';
import type { SpawnProcess } from './use-cases/spawn-process.js';
import type { TerminateProcess } from './use-cases/terminate-process.js';
import type { WalkDirectory } from './use-cases/walk-directory.js';
import type { WatchMissing } from './use-cases/watch-missing.js';
import type { WriteBlock } from './use-cases/write-block.js';
import type { WriteFile } from './use-cases/write-file.js';
import type { WriteInput } from './use-cases/write-input.js';

/** The driving port: all that the server can do for a connection, each in an `execute` of its own. */
export interface UseCases {
  readonly initialize: Initialize;
  readonly acknowledgeInitialized: AcknowledgeInitialized;
  readonly disconnect: Disconnect;

  readonly spawnProcess: SpawnProcess;
  readonly readOutput: ReadOutput;
  readonly writeInput: WriteInput;
  readonly signalProcess: SignalProcess;
  readonly terminateProcess: TerminateProcess;

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
  readonly discoverCapabilities: DiscoverCapabilities;
  readonly discoverInstalled: DiscoverInstalled;
}

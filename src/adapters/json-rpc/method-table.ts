import type { Spawned } from '../../application/use-cases/processes/spawn-process.js';
import type { Initialized } from '../../application/use-cases/sessions/initialize.js';
import type { UseCases } from '../../application/use-cases.js';
import type { EnvironmentStatus } from '../../protocol/environment.js';
import type { FsOpenResult, FsWatchMissingResult } from '../../protocol/files.js';
import type { InitializeResult } from '../../protocol/lifecycle.js';
import { METHODS } from '../../protocol/methods.js';
import type {
  ProcessStartResult,
  ProcessTerminateResult,
  ProcessWriteResult,
} from '../../protocol/process.js';
import { trackOutputSent } from './json-rpc-channel.js';
import { beforeNotifications, command, type Method, method, presentNothing } from './method.js';
import { CapabilitiesDiscoverParams } from './params/capabilities/capabilities-discover-params.js';
import { CapabilityRootsParams } from './params/capabilities/capability-roots-params.js';
import { EnvironmentConfigReadParams } from './params/configuration/environment-config-read-params.js';
import { FsReadFileParams, FsWriteFileParams } from './params/files/fs-file-params.js';
import {
  FsCloseParams,
  FsOpenParams,
  FsReadBlockParams,
  FsWriteBlockParams,
} from './params/files/fs-handle-params.js';
import {
  FsCanonicalizeParams,
  FsCopyParams,
  FsCreateDirectoryParams,
  FsGetMetadataParams,
  FsReadDirectoryParams,
  FsRemoveParams,
} from './params/files/fs-path-params.js';
import { FsWalkParams } from './params/files/fs-walk-params.js';
import { FsWatchMissingParams } from './params/files/fs-watch-missing-params.js';
import { HttpRequestParams } from './params/http/http-request-params.js';
import {
  ProcessSignalParams,
  ProcessTerminateParams,
} from './params/processes/process-control-params.js';
import { ProcessReadParams } from './params/processes/process-read-params.js';
import { ProcessStartParams } from './params/processes/process-start-params.js';
import { ProcessWriteParams } from './params/processes/process-write-params.js';
import { paramsReader, readNoParams } from './params/read-params.js';
import { readInitialize } from './params/sessions/initialize-params.js';
import { presentCapabilities } from './presenters/present-capabilities.js';
import { presentConfiguration } from './presenters/present-configuration.js';
import { presentEnvironment } from './presenters/present-environment.js';
import {
  presentBlock,
  presentDirectory,
  presentFileContent,
  presentMetadata,
  presentPath,
  presentWalk,
} from './presenters/present-files.js';
import { presentHttp } from './presenters/present-http.js';
import { presentInventory } from './presenters/present-inventory.js';
import { presentOutput } from './presenters/present-output.js';

/** The methods of upstream by name, with their parameters, use-case and presenter. */
export const methodTable = (
  useCases: UseCases,
  osName: () => string,
): ReadonlyMap<string, Method> =>
  new Map([
    [
      METHODS.initialize,
      beforeNotifications(method(readInitialize, useCases.initialize, presentInitialized)),
    ],
    [
      METHODS.processStart,
      beforeNotifications(method(command(ProcessStartParams), useCases.spawnProcess, presentStart)),
    ],
    [
      METHODS.processRead,
      method(command(ProcessReadParams), useCases.readOutput, presentOutput, trackOutputSent),
    ],
    [
      METHODS.processWrite,
      method(
        command(ProcessWriteParams),
        useCases.writeInput,
        (status): ProcessWriteResult => ({ status }),
      ),
    ],
    [
      METHODS.processSignal,
      method(command(ProcessSignalParams), useCases.signalProcess, presentNothing),
    ],
    [
      METHODS.processTerminate,
      method(
        paramsReader(ProcessTerminateParams),
        useCases.terminateProcess,
        (running): ProcessTerminateResult => ({ running }),
      ),
    ],
    [METHODS.fsReadFile, method(command(FsReadFileParams), useCases.readFile, presentFileContent)],
    [METHODS.fsOpen, method(command(FsOpenParams), useCases.openHandle, presentOpen)],
    [METHODS.fsReadBlock, method(command(FsReadBlockParams), useCases.readBlock, presentBlock)],
    [
      METHODS.fsWriteBlock,
      method(command(FsWriteBlockParams), useCases.writeBlock, presentNothing),
    ],
    [METHODS.fsClose, method(paramsReader(FsCloseParams), useCases.closeHandle, presentNothing)],
    [
      METHODS.fsWatchMissing,
      method(
        command(FsWatchMissingParams),
        useCases.watchMissing,
        ({ isWatching }): FsWatchMissingResult => ({ watching: isWatching }),
        (_channel, watch) => watch.onReplied(),
      ),
    ],
    [METHODS.fsWriteFile, method(command(FsWriteFileParams), useCases.writeFile, presentNothing)],
    [
      METHODS.fsCreateDirectory,
      method(command(FsCreateDirectoryParams), useCases.createDirectory, presentNothing),
    ],
    [
      METHODS.fsGetMetadata,
      method(command(FsGetMetadataParams), useCases.getMetadata, presentMetadata),
    ],
    [
      METHODS.fsCanonicalize,
      method(command(FsCanonicalizeParams), useCases.canonicalize, presentPath),
    ],
    [
      METHODS.fsReadDirectory,
      method(command(FsReadDirectoryParams), useCases.readDirectory, presentDirectory),
    ],
    [METHODS.fsWalk, method(command(FsWalkParams), useCases.walkDirectory, presentWalk)],
    [METHODS.fsRemove, method(command(FsRemoveParams), useCases.removePath, presentNothing)],
    [METHODS.fsCopy, method(command(FsCopyParams), useCases.copyPath, presentNothing)],
    [
      METHODS.environmentInfo,
      method(readNoParams, useCases.describeEnvironment, presentEnvironment),
    ],
    [
      METHODS.environmentStatus,
      method(readNoParams, useCases.reportStatus, (status): EnvironmentStatus => ({ status })),
    ],
    [
      METHODS.httpRequest,
      method(
        command(HttpRequestParams),
        useCases.sendHttpRequest,
        presentHttp,
        (_channel, answer) => answer.onReplied(),
      ),
    ],
    [
      METHODS.environmentConfigRead,
      method(
        command(EnvironmentConfigReadParams),
        useCases.readConfiguration,
        presentConfiguration,
      ),
    ],
    [
      METHODS.capabilityRootsDiscover,
      method(command(CapabilityRootsParams), useCases.discoverCapabilityRoots, (roots) =>
        presentCapabilities(roots, osName),
      ),
    ],
    [
      METHODS.capabilitiesDiscover,
      method(
        command(CapabilitiesDiscoverParams),
        useCases.discoverInstalledCapabilities,
        presentInventory,
      ),
    ],
  ]);

const presentInitialized = ({ sessionId, host, sessionTtlMs }: Initialized): InitializeResult => ({
  sessionId,
  environmentInfo: presentEnvironment(host),
  ...(sessionTtlMs !== undefined && { extensions: { version: 1, sessionTtlMs } }),
});

/** The same with what the extensions tell. */
export const presentExtendedStart = (spawned: Spawned): ProcessStartResult => ({
  ...presentStart(spawned),
  pid: spawned.pid ?? null,
});

/** Presents a started process. */
const presentStart = ({ processId, isSandboxed }: Spawned): ProcessStartResult => ({
  processId,
  sandboxType: isSandboxed ? 'linuxSeccomp' : 'none',
});

const presentOpen = (handleId: string): FsOpenResult => ({ handleId });

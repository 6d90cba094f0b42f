import type { HostDescription } from '../../application/ports/host-information.js';
import { CONTRACT_VERSION, type EnvironmentInfo } from '../../protocol/environment.js';
import { toPathUri } from './path-uri.js';

const DEFAULT_TEMP_DIR = '/tmp';

/** What works under a sandbox; where none can be made such a request is refused with what to install. */
const SANDBOXES = { sandboxedFileStreaming: true, capabilityDiscoverySandbox: true };

/** The host as the contract words it; no capability is named that is not there. */
export const presentEnvironment = (host: HostDescription): EnvironmentInfo => {
  const temporary = host.temporaryDirectory;
  return {
    shell: { ...host.shell },
    executorVersion: CONTRACT_VERSION,
    providerId: host.providerId,
    cwd: toPathUri(host.cwd),
    userHomeDir: toPathUri(host.userHomeDir),
    platformOs: host.platform === 'darwin' ? 'macos' : host.platform,
    prependPathDirs: [],
    temporaryDirectories: temporary === undefined ? [] : [toPathUri(temporary)],
    tempDir: toPathUri(temporary ?? DEFAULT_TEMP_DIR),
    capabilities: {
      environmentConfigRead: true,
      httpHeaderEnvVars: true,
      fsWatchMissing: true,
      capabilityDiscoveryV2: true,
      fileWriteStreaming: true,
      ...(host.platform === 'linux' && SANDBOXES),
    },
  };
};

import type { HostDescription } from '../../../application/ports/host-information.js';
import { CONTRACT_VERSION, type EnvironmentInfo } from '../../../protocol/environment.js';
import { toPathUri } from '../encoding/path-uri.js';

/**
 * Capabilities that work in a sandbox; where sandboxing is unavailable such a request fails with what to
 * install.
 */
const SANDBOXES = {
  sandboxedFileStreaming: true,
  capabilityDiscoverySandbox: true,
  linuxRootWritePreservesDevices: true,
  linuxApprovedRootWritePreservesRestrictions: true,
};

/** Presents the host, with the capabilities that it really has. */
export const presentEnvironment = (host: HostDescription): EnvironmentInfo => {
  const { cwd, userHomeDir, temporaryDirectories, tempDir } = host;
  return {
    shell: { ...host.shell },
    executorVersion: CONTRACT_VERSION,
    providerId: host.providerId,
    cwd: cwd === undefined ? null : toPathUri(cwd),
    ...(userHomeDir !== undefined && { userHomeDir: toPathUri(userHomeDir) }),
    platformOs: host.platform === 'darwin' ? 'macos' : host.platform,
    prependPathDirs: host.toolDirectories.map(toPathUri),
    temporaryDirectories: temporaryDirectories.map(toPathUri),
    ...(tempDir !== undefined && { tempDir: toPathUri(tempDir) }),
    capabilities: {
      environmentConfigRead: true,
      httpHeaderEnvVars: true,
      fsWatchMissing: true,
      capabilityDiscoveryV2: true,
      fileWriteStreaming: true,
      shellSnapshotV2: true,
      networkProxyLaunch: true,
      networkProxyReviewDomains: true,
      windowsMxc: false,
      ...(host.platform === 'linux' && SANDBOXES),
    },
  };
};

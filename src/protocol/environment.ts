/**
 * The version of the wire protocol that this server implements: that of the codex-cli it is compatible with.
 */
export const CONTRACT_VERSION = '0.171.0';

/** Result of `environment/info`. Directories are `file:` URIs. */
export interface EnvironmentInfo {
  shell: { name: string; path: string };
  executorVersion: string;
  /** Opaque; the same after each restart on one host. */
  providerId: string;
  /** `null`: the working directory of the server has been removed. */
  cwd: string | null;
  /** Absent where the user of the server has no home. */
  userHomeDir?: string;
  platformOs: string;
  prependPathDirs: string[];
  temporaryDirectories: string[];
  /** Absent when it is relative to a removed working directory. */
  tempDir?: string;
  /** Optional features; an absent flag is false. */
  capabilities: Record<string, boolean>;
}

/** Result of `environment/status`. */
export interface EnvironmentStatus {
  status: 'ready';
}

/** The version of the contract that this server implements: that of the codex-cli it is compatible with. */
export const CONTRACT_VERSION = '0.169.0';

/** Result of `environment/info`. Directories are `file:` URIs. */
export interface EnvironmentInfo {
  shell: { name: string; path: string };
  executorVersion: string;
  /** Opaque, stable for a host. */
  providerId: string;
  cwd: string;
  userHomeDir: string;
  platformOs: string;
  prependPathDirs: string[];
  temporaryDirectories: string[];
  tempDir: string;
  /** What the server can do beyond the basics; an absent flag is false. */
  capabilities: Record<string, boolean>;
}

/** Result of `environment/status`. */
export interface EnvironmentStatus {
  status: 'ready';
}

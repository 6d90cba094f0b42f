import { KIB } from './units.js';

/** Limits of shell snapshots. A snapshot that would exceed one is not used: the command runs in a login shell. */
export interface ShellSnapshotLimits {
  /** How long the start-up files of a shell may take; then the shell is killed. As upstream. */
  readonly shellSnapshotTimeoutMs: number;
  /** What a shell may print of its state; a command gets it as environment, which Linux limits to 2 MiB. */
  readonly maxShellSnapshotBytes: number;
  /** Snapshots per session; the one that was not used for the longest time is dropped. */
  readonly maxShellSnapshots: number;
  /** How long a failed snapshot is not tried again, unless a start-up file changes. */
  readonly shellSnapshotRetryMs: number;
}

export const DEFAULT_SHELL_SNAPSHOT_LIMITS: ShellSnapshotLimits = {
  shellSnapshotTimeoutMs: 10_000,
  maxShellSnapshotBytes: 512 * KIB,
  maxShellSnapshots: 16,
  shellSnapshotRetryMs: 60_000,
};

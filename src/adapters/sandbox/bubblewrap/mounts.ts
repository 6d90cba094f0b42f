import type { Placeholder } from '../placeholders/create-placeholder.js';
import type { Hidden } from '../rules/expand-deny-globs.js';
import type { SymbolicLink } from '../rules/resolve-path.js';

/** The mounts of a sandbox. */
export interface Mounts {
  readonly options: readonly string[];
  /** Missing paths to protect: created in this order before the start. */
  readonly placeholders: readonly Placeholder[];
  /** Existing paths that are mounted over. */
  readonly guarded: readonly string[];
  /** Symbolic links to protect, which bubblewrap cannot mount over. */
  readonly links: readonly SymbolicLink[];
  /** Matches of the deny patterns. */
  readonly hidden: readonly Hidden[];
}

/** Files of the daemon that mounts use. */
export interface MountSources {
  readonly deniedFile: string;
  /** The daemon's private directories, hidden in every sandbox. */
  readonly privateDirectories: readonly string[];
}

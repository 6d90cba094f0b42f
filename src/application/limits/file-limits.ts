import { MIB } from './units.js';

/** Limits of file requests. */
export interface FileLimits {
  /** Largest file that `fs/readFile` reads: a larger one in base64 would not fit a message of 64 MiB. */
  readonly maxReadFileBytes: number;
  /** `--max-file-handles`: open files per connection; one more is rejected. */
  readonly maxFileHandles: number;
  /** Largest block of one read or write of an open file; a larger one is rejected. */
  readonly maxFileBlockBytes: number;
  /** Missing paths of one watch; with more nothing is watched. */
  readonly maxWatchedPaths: number;
  /** How often watched paths are also polled, for changes that the kernel does not report. */
  readonly watchPollIntervalMs: number;
  /** Largest values that a client may pass to `fs/walk`. */
  readonly maxWalkDepth: number;
  readonly maxWalkDirectories: number;
  readonly maxWalkEntries: number;
}

export const DEFAULT_FILE_LIMITS: FileLimits = {
  maxReadFileBytes: 47 * MIB,
  maxFileHandles: 128,
  maxFileBlockBytes: MIB,
  maxWatchedPaths: 64,
  watchPollIntervalMs: 5000,
  maxWalkDepth: 64,
  maxWalkDirectories: 10_000,
  maxWalkEntries: 50_000,
};

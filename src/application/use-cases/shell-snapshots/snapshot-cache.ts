import type { ShellState } from '../../../domain/shell-snapshots/capture.js';

/** A snapshot that is captured, or being captured. */
interface Snapshot {
  readonly startUpFiles: string;
  readonly state: Promise<ShellState | undefined>;
  /** When the capture failed; undefined: it has not. */
  failedAtMs: number | undefined;
}

/** When a kept snapshot is used. */
export interface Freshness {
  /** A fingerprint of the start-up files as they are now. */
  readonly startUpFiles: string;
  readonly nowMs: number;
}

/** The snapshots of a session. */
export class SnapshotCache {
  readonly #maxSnapshots: number;
  readonly #retryMs: number;
  readonly #snapshots = new Map<string, Snapshot>();

  constructor(maxSnapshots: number, retryMs: number) {
    this.#maxSnapshots = maxSnapshots;
    this.#retryMs = retryMs;
  }

  /**
   * The state kept under `key`, else what `capture` resolves with, once for all who ask meanwhile. A snapshot is kept
   * until a start-up file changes; a failed one, for which undefined is returned, until the retry is due.
   */
  async get(
    key: string,
    { startUpFiles, nowMs }: Freshness,
    capture: () => Promise<ShellState | undefined>,
  ): Promise<ShellState | undefined> {
    const kept = this.#snapshots.get(key);
    this.#snapshots.delete(key);
    if (kept !== undefined && kept.startUpFiles === startUpFiles && !this.#isDue(kept, nowMs)) {
      this.#snapshots.set(key, kept);
      return kept.state;
    }
    const snapshot: Snapshot = { startUpFiles, state: capture(), failedAtMs: undefined };
    this.#snapshots.set(key, snapshot);
    this.#dropOldest();
    const state = await snapshot.state;
    if (state === undefined) {
      snapshot.failedAtMs = nowMs;
    }
    return state;
  }

  #isDue({ failedAtMs }: Snapshot, nowMs: number): boolean {
    return failedAtMs !== undefined && nowMs - failedAtMs >= this.#retryMs;
  }

  #dropOldest(): void {
    for (const key of this.#snapshots.keys()) {
      if (this.#snapshots.size <= this.#maxSnapshots) {
        return;
      }
      this.#snapshots.delete(key);
    }
  }
}

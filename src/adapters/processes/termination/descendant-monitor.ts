import { hasProcessTable, visitProcesses } from '../../shared/process-table.js';
import { sendSignal } from '../../shared/send-signal.js';
import type { ProcessTree } from './process-tree.js';

/** Delay of the first scan after an exit: one scan covers all processes that exit meanwhile. */
const FIRST_SCAN_MS = 1000;
/** Interval while descendants exist: a recorded pid must not be kept long after they have ended. */
const NEXT_SCAN_MS = 30_000;

/** Tracks the process groups and sessions of closed processes until a scan finds no member of them. */
export class DescendantMonitor {
  readonly #gone: (trees: readonly ProcessTree[]) => void;
  readonly #trees = new Set<ProcessTree>();
  #timer: NodeJS.Timeout | undefined;
  /** Whether the timer is for a first scan. */
  #isSoon = false;

  /** `gone` is called with the trees that have no members left. */
  constructor(gone: (trees: readonly ProcessTree[]) => void) {
    this.#gone = gone;
  }

  /** Call it with a tree whose leader has been reaped. */
  add(tree: ProcessTree): void {
    this.#trees.add(tree);
    if (!this.#isSoon) {
      this.#scheduleScan(FIRST_SCAN_MS);
    }
  }

  /** Sends SIGKILL to all tracked trees, and stops scanning. */
  killAll(): void {
    clearTimeout(this.#timer);
    for (const tree of this.#trees) {
      tree.kill();
    }
    this.#trees.clear();
  }

  #scheduleScan(ms: number): void {
    clearTimeout(this.#timer);
    this.#isSoon = ms === FIRST_SCAN_MS;
    this.#timer = setTimeout(() => void this.#scan(), ms).unref();
  }

  async #scan(): Promise<void> {
    this.#isSoon = false;
    const scanned = [...this.#trees];
    const hasMembers = await membership();
    const empty = scanned.filter((tree) => this.#trees.has(tree) && !hasMembers(tree));
    for (const tree of empty) {
      tree.markEmpty();
      this.#trees.delete(tree);
    }
    if (empty.length > 0) {
      this.#gone(empty);
    }
    if (this.#trees.size > 0 && !this.#isSoon) {
      this.#scheduleScan(NEXT_SCAN_MS);
    }
  }
}

const membership = async (): Promise<(tree: ProcessTree) => boolean> => {
  if (!hasProcessTable()) {
    return ({ pid }) => sendSignal(-pid, 0);
  }
  const sessions = new Set<number>();
  await visitProcesses(({ session }) => sessions.add(session));
  return (tree) => tree.mayHaveDescendants() && sessions.has(tree.pid);
};

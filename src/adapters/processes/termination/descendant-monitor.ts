import { hasProcessTable, visitProcesses } from './process-table.js';
import type { ProcessTree } from './process-tree.js';
import { sendSignal } from './send-signal.js';

/** After an exit. One scan covers all processes that exit meanwhile. */
const FIRST_LOOK_MS = 1000;
/** While descendants are known: their pids must not be kept long after they have ended. */
const NEXT_LOOK_MS = 30_000;

/** Groups and sessions of closed processes that may have members, until a scan finds none. */
export class DescendantMonitor {
  readonly #gone: (pids: readonly number[]) => void;
  readonly #trees = new Set<ProcessTree>();
  #timer: NodeJS.Timeout | undefined;
  /** Whether the timer is for a first scan. */
  #isSoon = false;

  /** `gone` is called with the trees that have no members left. */
  constructor(gone: (pids: readonly number[]) => void) {
    this.#gone = gone;
  }

  /** Call it with a tree whose leader was reaped. */
  add(tree: ProcessTree): void {
    this.#trees.add(tree);
    if (!this.#isSoon) {
      this.#lookIn(FIRST_LOOK_MS);
    }
  }

  /** SIGKILL to all of it; stops scanning. */
  killAll(): void {
    clearTimeout(this.#timer);
    for (const tree of this.#trees) {
      tree.kill();
    }
    this.#trees.clear();
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#isSoon = ms === FIRST_LOOK_MS;
    this.#timer = setTimeout(() => void this.#look(), ms).unref();
  }

  async #look(): Promise<void> {
    this.#isSoon = false;
    const looked = [...this.#trees];
    const hasMembers = await membership();
    const over = looked.filter((tree) => this.#trees.has(tree) && !hasMembers(tree));
    for (const tree of over) {
      tree.markEmpty();
      this.#trees.delete(tree);
    }
    if (over.length > 0) {
      this.#gone(over.map(({ pid }) => pid));
    }
    if (this.#trees.size > 0 && !this.#isSoon) {
      this.#lookIn(NEXT_LOOK_MS);
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

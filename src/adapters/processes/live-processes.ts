import { readProcessTable } from './process-table.js';
import type { ProcessTree } from './process-tree.js';
import type { RunningProcess } from './running-process.js';

const FIRST_PRUNE = 64;

/** The processes of a runner until nothing is left of them. */
export class LiveProcesses {
  readonly #running = new Map<RunningProcess, ProcessTree>();
  /** Of closed processes that may have left something behind in their group or session. */
  #leftBehind = new Set<ProcessTree>();
  #pruneAt = FIRST_PRUNE;
  #whenNone: (() => void) | undefined;

  add(process: RunningProcess, tree: ProcessTree): void {
    this.#running.set(process, tree);
  }

  /** To be called when the process and its outputs have ended. */
  closed(process: RunningProcess): void {
    const tree = this.#running.get(process);
    this.#running.delete(process);
    if (tree?.mayHaveMembers()) {
      this.#leftBehind.add(tree);
      this.#prune();
    }
    if (this.#running.size === 0) {
      this.#whenNone?.();
    }
  }

  /** SIGKILL to all, and to what closed ones left behind. */
  killAll(): void {
    for (const process of this.#running.keys()) {
      process.kill();
    }
    for (const tree of this.#leftBehind) {
      tree.kill();
    }
    this.#leftBehind.clear();
  }

  /** Waits until all have closed, at most this long; tells how many have not. */
  async settled(timeoutMs: number): Promise<number> {
    if (this.#running.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#whenNone = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#running.size;
  }

  /** Looks at the whole process table, so seldom that it costs next to nothing per process. */
  #prune(): void {
    if (this.#leftBehind.size < this.#pruneAt) {
      return;
    }
    const alive = new Set(readProcessTable().flatMap(({ group, session }) => [group, session]));
    this.#leftBehind = new Set([...this.#leftBehind].filter(({ pid }) => alive.has(pid)));
    this.#pruneAt = Math.max(FIRST_PRUNE, this.#leftBehind.size * 2);
  }
}

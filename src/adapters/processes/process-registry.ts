import type { RunningProcess } from './running-process.js';
import type { DescendantMonitor } from './termination/descendant-monitor.js';
import type { ProcessTree } from './termination/process-tree.js';

/** The processes of a runner that still have descendants. */
export class ProcessRegistry {
  readonly #running = new Map<RunningProcess, ProcessTree>();
  readonly #leftBehind: DescendantMonitor;
  #onEmpty: (() => void) | undefined;

  constructor(leftBehind: DescendantMonitor) {
    this.#leftBehind = leftBehind;
  }

  add(process: RunningProcess, tree: ProcessTree): void {
    this.#running.set(process, tree);
  }

  /** Call it when the process and its outputs have ended. */
  closed(process: RunningProcess): void {
    const tree = this.#running.get(process);
    this.#running.delete(process);
    if (tree !== undefined) {
      this.#leftBehind.add(tree);
    }
    if (this.#running.size === 0) {
      this.#onEmpty?.();
    }
  }

  /** SIGKILL to all, including the descendants of closed ones. */
  killAll(): void {
    for (const process of this.#running.keys()) {
      process.kill();
    }
    this.#leftBehind.killAll();
  }

  /** Waits until all have closed, for at most `timeoutMs`; resolves with the number that have not. */
  async drained(timeoutMs: number): Promise<number> {
    if (this.#running.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#onEmpty = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#running.size;
  }
}

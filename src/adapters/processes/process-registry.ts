import { Members } from '../shared/members.js';
import type { RunningProcess } from './running-process.js';
import type { DescendantMonitor } from './termination/descendant-monitor.js';
import type { ProcessTree } from './termination/process-tree.js';

/** The running processes of a runner, and the descendants of those that have ended. */
export class ProcessRegistry {
  readonly #running = new Members<RunningProcess>();
  readonly #descendants: DescendantMonitor;
  #onEmpty: (() => void) | undefined;

  constructor(descendants: DescendantMonitor) {
    this.#descendants = descendants;
  }

  /** Returns a function to be called when the process and its outputs have ended. */
  add(process: RunningProcess, tree: ProcessTree): () => void {
    const remove = this.#running.add(process);
    return () => {
      remove();
      this.#descendants.add(tree);
      if (this.#running.size === 0) {
        this.#onEmpty?.();
      }
    };
  }

  /** Sends SIGKILL to all processes, and to the descendants of those that have ended. */
  killAll(): void {
    for (const process of this.#running) {
      process.kill();
    }
    this.#descendants.killAll();
  }

  /** Resolves when all processes have closed, after `timeoutMs` at the latest, with the number that have not. */
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

import type { Bubblewrap } from '../../adapters/sandbox/bubblewrap/bubblewrap.js';
import type { Logger } from '../../application/ports/logger.js';
import { SandboxRefused } from '../../domain/sandbox/sandbox-refused.js';

/** Tells the log at the start whether sandboxes can be made here: whoever needs them should not find out late. */
export class SandboxNews {
  readonly #bubblewrap: Pick<Bubblewrap, 'describe'>;
  readonly #logger: Logger;
  #isStopped = false;

  constructor(bubblewrap: Pick<Bubblewrap, 'describe'>, logger: Logger) {
    this.#bubblewrap = bubblewrap;
    this.#logger = logger;
  }

  /** Looks in a later turn, so that nobody waits for it: not even for the URL. */
  tellSoon(): void {
    setImmediate(() => {
      if (!this.#isStopped) {
        void this.#tell();
      }
    });
  }

  /** Says nothing any more: a look that is broken off finds nothing. */
  stop(): void {
    this.#isStopped = true;
  }

  async #tell(): Promise<void> {
    try {
      const { path, version } = await this.#bubblewrap.describe();
      if (!this.#isStopped) {
        this.#logger.info('sandboxing available', { path, version });
      }
    } catch (error) {
      const reason = error instanceof SandboxRefused ? error.reason : 'it failed unexpectedly';
      if (!this.#isStopped) {
        this.#logger.warn('sandboxing unavailable', { reason });
      }
    }
  }
}

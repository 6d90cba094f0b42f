import type { Bubblewrap } from '../../adapters/sandbox/bubblewrap/bubblewrap.js';
import type { Logger } from '../../application/ports/logger.js';
import { SandboxRefused } from '../../domain/sandbox/sandbox-refused.js';

/** Logs at start-up whether sandboxing is available, so that users who need it find out early. */
export class SandboxNotice {
  readonly #bubblewrap: Pick<Bubblewrap, 'describe'>;
  readonly #logger: Logger;
  #isStopped = false;

  constructor(bubblewrap: Pick<Bubblewrap, 'describe'>, logger: Logger) {
    this.#bubblewrap = bubblewrap;
    this.#logger = logger;
  }

  /** Checks in a later tick, so that nothing waits for it, not even the listening URL. */
  logSoon(): void {
    setImmediate(() => {
      if (!this.#isStopped) {
        void this.#log();
      }
    });
  }

  /** Cancels the check; nothing is logged then. */
  stop(): void {
    this.#isStopped = true;
  }

  async #log(): Promise<void> {
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

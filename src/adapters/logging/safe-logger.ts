import type { LogFields, Logger } from '../../application/ports/logger.js';

/**
 * Protects the server from an embedder's logger that throws or rejects: a process warning reports it, once.
 */
export class SafeLogger implements Logger {
  readonly #inner: Logger;
  #hasWarned = false;

  constructor(inner: Logger) {
    this.#inner = inner;
  }

  debug(message: string, fields?: LogFields): void {
    this.#try(() => this.#inner.debug(message, fields));
  }

  info(message: string, fields?: LogFields): void {
    this.#try(() => this.#inner.info(message, fields));
  }

  warn(message: string, fields?: LogFields): void {
    this.#try(() => this.#inner.warn(message, fields));
  }

  error(message: string, fields?: LogFields): void {
    this.#try(() => this.#inner.error(message, fields));
  }

  #try(log: () => unknown): void {
    try {
      const logged = log();
      if (logged instanceof Promise) {
        logged.catch((error) => this.#warn(error));
      }
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    if (this.#hasWarned) {
      return;
    }
    this.#hasWarned = true;
    const reason = error instanceof Error ? error.message : String(error);
    process.emitWarning(`the logger of exec-server failed, log lines are lost: ${reason}`);
  }
}

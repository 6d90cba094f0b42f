import type { ReadStream } from 'node:tty';

/** Puts a terminal into raw mode until it is restored, at the latest when this process exits. */
export class RawMode {
  readonly #terminal: ReadStream;
  readonly #restoreAtExit = (): void => this.#set(false);
  /** The shell has set its own modes while this process was stopped. */
  readonly #renew = (): void => {
    this.#set(false);
    this.#set(true);
  };

  constructor(terminal: ReadStream) {
    this.#terminal = terminal;
    process.on('exit', this.#restoreAtExit).on('SIGCONT', this.#renew);
    this.#set(true);
  }

  restore(): void {
    process.off('exit', this.#restoreAtExit).off('SIGCONT', this.#renew);
    this.#set(false);
  }

  #set(isRaw: boolean): void {
    try {
      this.#terminal.setRawMode(isRaw);
    } catch {
      // The terminal has been closed.
    }
  }
}

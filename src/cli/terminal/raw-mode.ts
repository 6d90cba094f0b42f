import { spawnSync } from 'node:child_process';
import type { InputTerminal } from '../host.js';

/** Puts a terminal into raw mode until it is restored, at the latest when this process exits. */
export class RawMode {
  readonly #terminal: InputTerminal;
  readonly #restoreAtExit = (): void => this.#set(false);
  /** The shell has set its own modes while this process was stopped. */
  readonly #renew = (): void => {
    this.#set(false);
    this.#set(true);
  };

  constructor(terminal: InputTerminal) {
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
    if (isRaw) {
      passOutputUnchanged(this.#terminal);
    }
  }
}

/**
 * The raw mode of Node turns each newline of the output into CR LF, which the terminal of the command has done already, or was
 * told not to do. It has no function for the mode of ssh, so `stty` sets that; Node restores all modes at the end. Without
 * `stty` the mode is that of Node.
 */
const passOutputUnchanged = ({ fd }: InputTerminal): void => {
  spawnSync('stty', ['raw', '-echo'], { stdio: [fd, 'ignore', 'ignore'] });
};

import { closeSync, openSync } from 'node:fs';
import type { Stdio } from './standard-streams.js';

/**
 * The daemon's descriptors that its children would inherit: node-pty does not mark the master ends of
 * terminals close-on-exec, and Node has no way to. Whoever held one could read and write that terminal.
 */
export class InheritableDescriptors {
  readonly #fds = new Set<number>();
  #null: number | undefined;

  /** To be called as soon as such a descriptor is open. */
  add(fd: number): void {
    this.#fds.add(fd);
  }

  /** To be called when it was closed. */
  delete(fd: number): void {
    this.#fds.delete(fd);
  }

  /** A child's standard streams, followed by what puts `/dev/null` in the place of each such descriptor. */
  cover([stdin, stdout, stderr]: Stdio): Stdio {
    const others: (number | 'ignore')[] = [];
    if (this.#fds.size > 0) {
      this.#null ??= openSync('/dev/null', 'r+');
      for (let fd = 3; fd <= Math.max(...this.#fds); fd++) {
        others.push(this.#fds.has(fd) ? this.#null : 'ignore');
      }
    }
    return [stdin, stdout, stderr, ...others];
  }

  /** Closes what it holds itself. */
  dispose(): void {
    if (this.#null !== undefined) {
      closeSync(this.#null);
      this.#null = undefined;
    }
  }
}

import { closeSync, writeSync } from 'node:fs';
import { openUnnamedFile } from '../../shared/unnamed-file.js';

/** The watchdog reads it byte by byte, before it kills. */
const MIN_REPLACE_BYTES = 16 * 1024;
/** The journal ends with the first empty line: what follows is from before it was replaced. */
const END = Buffer.from('\n');

/**
 * The lines for a watchdog, in a file without a name that it reads once the daemon has ended: a line in a pipe would wake
 * it. All are whole whenever the daemon is killed.
 */
export class WatchdogJournal {
  /** For the `stdio` of the watchdog, whose offset in the file is its own to move. */
  readonly fd: number;
  #end = 0;
  #replaceAt = MIN_REPLACE_BYTES;

  /** @throws the system's error, as `append` and `replace` do */
  constructor(directory: string) {
    this.fd = openUnnamedFile(directory);
  }

  /** Whether most of its lines are probably about processes that have ended. */
  get isFull(): boolean {
    return this.#end >= this.#replaceAt;
  }

  /** Lines end with a line feed, and none is empty. */
  append(lines: Uint8Array): void {
    this.#write(lines, this.#end);
  }

  /** With all that is still true. */
  replace(lines: Uint8Array): void {
    this.#write(lines, 0);
    this.#replaceAt = Math.max(MIN_REPLACE_BYTES, 2 * this.#end);
  }

  close(): void {
    closeSync(this.fd);
  }

  #write(lines: Uint8Array, position: number): void {
    const bytes = Buffer.concat([lines, END]);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.fd, bytes, written, bytes.length - written, position + written);
    }
    this.#end = position + lines.length;
  }
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A directory with something of each kind in it, for messages that do what they like to it. */
export class ScratchDirectory implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), 'exec-server-fuzz-'));

  constructor() {
    writeFileSync(join(this.#path, 'a'), 'content');
    mkdirSync(join(this.#path, 'd'));
    writeFileSync(join(this.#path, 'd/e'), '');
    symlinkSync('d', join(this.#path, 'link'));
    execFileSync('mkfifo', [join(this.#path, 'fifo')]);
  }

  /** Its path URI. */
  get uri(): string {
    return pathToFileURL(this.#path).href;
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

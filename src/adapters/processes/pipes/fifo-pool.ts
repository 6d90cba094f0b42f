import { chmodSync, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Logger } from '../../../application/ports/logger.js';
import { ensureFreeDescriptors, SPAWN_DESCRIPTORS } from '../spawn/free-descriptors.js';
import { releaseFailedChild } from '../spawn/release-failed-child.js';
import { shortage } from '../spawn/shortage.js';
import { makeFifoDirectory, sweepFifoDirectories } from './fifo-directory.js';

/** FIFOs made by one call of `mkfifo`: two or three go with each start. */
const BATCH = 256;
/** With fewer than this left the next batch is made, while starts go on with what is there. */
const LOW = 96;
/** Where the programs of the system are, whatever the daemon's own PATH. */
const USUAL_PATH = '/usr/bin:/bin';
/** How often the folder may be taken away while FIFOs are made in it. */
const ATTEMPTS = 5;
/** How long starts do without FIFOs after an attempt to make some in a folder failed. */
const RETRY_AFTER_MS = 30_000;
/** The sticky bit: `systemd-tmpfiles` leaves files alone that have it, and so the folder that they are in. */
const KEPT_BY_CLEANERS = 0o1600;

/**
 * FIFOs ahead of need, since Node cannot make pipes. Each is used once: it loses its name as soon as
 * both ends are open, so no process can ever meet the output of another one in it.
 */
export class FifoPool {
  readonly #logger: Logger;
  readonly #parent: () => string;
  readonly #madeFolder: (path: string) => void;
  readonly #searchPath: () => string;
  #ready: string[] = [];
  #folder: string | undefined;
  #refill: Promise<boolean> | undefined;
  /** Names are never used twice in a folder, also when some of a batch were left over. */
  #made = 0;
  #failedAt: number | undefined;
  #warned = false;
  #disposed = false;

  /**
   * Its folder is made inside `parent`, with the first FIFOs; `madeFolder` hears of each. `mkfifo` is looked for in
   * the usual directories, then on the `searchPath`.
   */
  constructor(
    logger: Logger,
    parent: () => string,
    madeFolder: (path: string) => void = () => undefined,
    searchPath: () => string = () => '',
  ) {
    this.#logger = logger;
    this.#parent = parent;
    this.#madeFolder = madeFolder;
    this.#searchPath = searchPath;
  }

  /**
   * Paths of FIFOs that are now the caller's, to open and unlink. Waits only while the pool is empty;
   * undefined where FIFOs cannot be made.
   *
   * @throws the system's error when it is short of what every start needs, processes or descriptors
   */
  async take(count: number): Promise<readonly string[] | undefined> {
    while (this.#ready.length < count) {
      if (this.#mustDoWithout() || !(await this.#refilled())) {
        return undefined;
      }
    }
    const taken = this.#ready.splice(-count);
    if (this.#ready.length < LOW && !this.#mustDoWithout()) {
      this.#refilled().catch(() => undefined);
    }
    return taken;
  }

  /** To be called when FIFOs that were taken could not be opened: those beside them are gone too, most likely. */
  lost([path = '']: readonly string[], reason: unknown): void {
    if (dirname(path) === this.#folder) {
      this.#logger.debug('FIFO directory disappeared and was recreated', {
        reason: (reason as Error).message,
      });
      void this.#discard();
    }
  }

  /** To be called when a process goes without FIFOs: says so in the log, once until some were made again. */
  warn(reason: string): void {
    if (!this.#warned) {
      this.#warned = true;
      this.#logger.warn(
        'creating FIFOs failed: processes get sockets as standard streams, which they cannot reopen by path',
        { reason },
      );
    }
  }

  /** Removes the folder; starts that come later find no FIFO. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#refill?.catch(() => undefined);
    await this.#discard();
  }

  #mustDoWithout(): boolean {
    return (
      this.#disposed ||
      (this.#failedAt !== undefined && performance.now() - this.#failedAt < RETRY_AFTER_MS)
    );
  }

  /** Resolves with whether FIFOs could be made. */
  #refilled(): Promise<boolean> {
    this.#refill ??= this.#makeBatch()
      .then(
        () => true,
        (error: unknown) => this.#failed(error),
      )
      .finally(() => {
        this.#refill = undefined;
      });
    return this.#refill;
  }

  async #makeBatch(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#fill(this.#ensureFolder());
        this.#failedAt = undefined;
        this.#warned = false;
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || shortage(error) !== undefined) {
          throw error;
        }
        await this.#discard();
      }
    }
  }

  #ensureFolder(): string {
    if (this.#folder === undefined) {
      const parent = this.#parent();
      void sweepFifoDirectories(parent);
      this.#folder = makeFifoDirectory(parent);
      this.#madeFolder(this.#folder);
    }
    return this.#folder;
  }

  async #fill(folder: string): Promise<void> {
    const names = Array.from({ length: BATCH }, () => String(this.#made++));
    ensureFreeDescriptors(SPAWN_DESCRIPTORS);
    const child = execa('mkfifo', ['-m', '600', ...names], {
      cwd: folder,
      env: { PATH: `${USUAL_PATH}:${this.#searchPath()}` },
      stdio: 'ignore',
      cleanup: false,
    });
    await child.finally(() => releaseFailedChild(child));
    const paths = names.map((name) => join(folder, name));
    for (const path of paths) {
      chmodSync(path, KEPT_BY_CLEANERS);
    }
    if (folder === this.#folder) {
      this.#ready = paths.concat(this.#ready);
    }
  }

  /** Forgets all FIFOs; the next ones are made in a new folder. */
  async #discard(): Promise<void> {
    const folder = this.#folder;
    this.#folder = undefined;
    this.#ready = [];
    if (folder !== undefined) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  #failed(error: unknown): false {
    if (shortage(error) !== undefined) {
      throw error;
    }
    if (this.#folder !== undefined && existsSync(this.#folder)) {
      this.#failedAt = performance.now();
    }
    this.warn((error as { shortMessage?: string }).shortMessage ?? String(error));
    return false;
  }
}

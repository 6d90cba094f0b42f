import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Logger } from '../../application/ports/logger.js';
import { makeFifoFolder, sweepFifoFolders } from './fifo-folder.js';
import { shortage } from './shortage.js';
import { ensureDescriptors, SPAWN_DESCRIPTORS } from './spare-descriptors.js';

/** FIFOs made by one call of `mkfifo`: two or three go with each start. */
const BATCH = 256;
/** With fewer than this left the next batch is made, while starts go on with what is there. */
const LOW = 96;
/** Where the programs of the system are, whatever the daemon's own PATH. */
const USUAL_PATH = '/usr/bin:/bin';
/** How long starts do without FIFOs after an attempt to make some failed. */
const RETRY_AFTER_MS = 30_000;

/**
 * FIFOs ahead of need, since Node cannot make pipes. Each is used once: it loses its name as soon as
 * both ends are open, so no process can ever meet the output of another one in it.
 */
export class FifoPool {
  readonly #logger: Logger;
  readonly #parent: string;
  readonly #madeFolder: (path: string) => void;
  #ready: string[] = [];
  #folder: string | undefined;
  #refill: Promise<void> | undefined;
  /** Names are never used twice in a folder, also when some of a batch were left over. */
  #made = 0;
  #failedAt: number | undefined;
  #warned = false;
  #disposed = false;

  /** Its folder is made inside `parent`, with the first FIFOs; `madeFolder` hears of it. */
  constructor(logger: Logger, parent: string, madeFolder: (path: string) => void = () => {}) {
    this.#logger = logger;
    this.#parent = parent;
    this.#madeFolder = madeFolder;
  }

  /**
   * Paths of FIFOs that are now the caller's, to open and unlink. Waits only while the pool is empty;
   * undefined where FIFOs cannot be made.
   *
   * @throws the system's error when it is short of what every start needs, processes or descriptors
   */
  async take(count: number): Promise<readonly string[] | undefined> {
    while (this.#ready.length < count) {
      if (this.#mustDoWithout()) {
        return undefined;
      }
      await this.#startRefill();
    }
    const taken = this.#ready.splice(-count);
    if (this.#ready.length < LOW && !this.#mustDoWithout()) {
      this.#startRefill().catch(() => {});
    }
    return taken;
  }

  /** Forgets all FIFOs, since somebody has removed them; the next ones are made in a new folder. */
  async discard(): Promise<void> {
    const folder = this.#folder;
    this.#folder = undefined;
    this.#ready = [];
    if (folder !== undefined) {
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  }

  /** Removes the folder; starts that come later find no FIFO. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#refill?.catch(() => {});
    await this.discard();
  }

  #mustDoWithout(): boolean {
    return (
      this.#disposed ||
      (this.#failedAt !== undefined && performance.now() - this.#failedAt < RETRY_AFTER_MS)
    );
  }

  #startRefill(): Promise<void> {
    this.#refill ??= this.#makeBatch()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#refill = undefined;
      });
    return this.#refill;
  }

  async #makeBatch(): Promise<void> {
    if (this.#folder === undefined) {
      void sweepFifoFolders(this.#parent);
      this.#folder = makeFifoFolder(this.#parent);
      this.#madeFolder(this.#folder);
    }
    const folder = this.#folder;
    const names = Array.from({ length: BATCH }, () => String(this.#made++));
    ensureDescriptors(SPAWN_DESCRIPTORS);
    await execa('mkfifo', ['-m', '600', ...names], {
      cwd: folder,
      env: { PATH: `${USUAL_PATH}:${process.env.PATH ?? ''}` },
      stdio: 'ignore',
      cleanup: false,
    });
    if (folder === this.#folder) {
      this.#ready = names.map((name) => join(folder, name)).concat(this.#ready);
    }
    this.#failedAt = undefined;
  }

  #failed(error: unknown): void {
    if (shortage(error) !== undefined) {
      throw error;
    }
    this.#failedAt = performance.now();
    if (!this.#warned) {
      this.#warned = true;
      this.#logger.warn(
        'FIFOs cannot be made: processes get sockets as standard streams, which they cannot reopen by path',
        { reason: (error as { shortMessage?: string }).shortMessage ?? String(error) },
      );
    }
  }
}

import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from '../../../application/ports/logger.js';
import { ownerOfFiles, removeAbandonedFiles } from '../../shared/abandoned-files.js';
import { shortageOf } from '../../shared/shortage.js';
import { ensureFreeDescriptors, SPAWN_DESCRIPTORS } from '../spawn/free-descriptors.js';
import { loadExeca } from '../spawn/load-execa.js';
import { releaseFailedChild } from '../spawn/release-failed-child.js';

/** FIFOs created by the first call of `mkfifo`, doubled for each further call. Each start uses two or three. */
const FIRST_BATCH_SIZE = 32;
/** FIFOs created by one call at most. */
const MAX_BATCH_SIZE = 256;
/** The next batch is created when less than this part of the last one is left. */
const REFILL_BELOW = 1 / 4;
/** System directories, searched before the daemon's own PATH. */
const SYSTEM_PATH = '/usr/bin:/bin';
/** Retries when the directory is removed while FIFOs are created in it. */
const ATTEMPTS = 5;
/** How long starts use sockets instead after creating FIFOs failed. */
const RETRY_AFTER_MS = 30_000;
/** The sticky bit: `systemd-tmpfiles` does not remove files that have it, nor their directory. */
const STICKY_MODE = 0o1600;

/**
 * FIFOs created ahead of need, since Node cannot create pipes. Each is used once and unlinked as soon as both
 * ends are open, so no process can read another's output.
 */
export class FifoPool {
  readonly #logger: Logger;
  readonly #parent: () => string;
  readonly #onDirectoryCreated: (path: string) => void;
  readonly #searchPath: () => string;
  #ready: string[] = [];
  /** FIFOs created by the last call. */
  #batchSize = 0;
  #directory: string | undefined;
  #refill: Promise<boolean> | undefined;
  /** Names are unique within a directory, even when a batch is only partly used. */
  #createdCount = 0;
  #failedAt: number | undefined;
  #warned = false;
  #disposed = false;

  /**
   * Its directory is created inside `parent` with the first FIFOs; `onDirectoryCreated` is called with each. `mkfifo`
   * is looked up in the system directories, then in `searchPath`.
   */
  constructor(
    logger: Logger,
    parent: () => string,
    onDirectoryCreated: (path: string) => void = () => undefined,
    searchPath: () => string = () => '',
  ) {
    this.#logger = logger;
    this.#parent = parent;
    this.#onDirectoryCreated = onDirectoryCreated;
    this.#searchPath = searchPath;
  }

  /** Creates the first FIFOs before they are needed. Never fails. */
  async prepare(): Promise<void> {
    if (this.#ready.length === 0 && !this.#isUnavailable()) {
      await this.#refilled().catch(() => undefined);
    }
  }

  /**
   * Paths of FIFOs for the caller to open and unlink. Waits only while the pool is empty; undefined where
   * FIFOs cannot be created.
   *
   * @throws the system's error when it is short of processes or descriptors, which every start needs
   */
  async take(count: number): Promise<readonly string[] | undefined> {
    while (this.#ready.length < count) {
      if (this.#isUnavailable() || !(await this.#refilled())) {
        return undefined;
      }
    }
    const taken = this.#ready.splice(-count);
    if (this.#ready.length < this.#batchSize * REFILL_BELOW && !this.#isUnavailable()) {
      this.#refilled().catch(() => undefined);
    }
    return taken;
  }

  /**
   * Call it when FIFOs could not be opened: the other ones of the directory have probably been removed too.
   */
  lost([path = '']: readonly string[], reason: unknown): void {
    if (dirname(path) === this.#directory) {
      this.#logger.debug('FIFO directory disappeared and was recreated', {
        reason: (reason as Error).message,
      });
      void this.#discard();
    }
  }

  /** Logs that a process uses sockets instead of FIFOs; once until FIFOs can be created again. */
  warn(reason: string): void {
    if (!this.#warned) {
      this.#warned = true;
      this.#logger.warn(
        'creating FIFOs failed: processes get sockets as standard streams, which they cannot reopen by path',
        { reason },
      );
    }
  }

  /** Removes the directory; later starts use sockets. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#refill?.catch(() => undefined);
    await this.#discard();
  }

  #isUnavailable(): boolean {
    return (
      this.#disposed ||
      (this.#failedAt !== undefined && performance.now() - this.#failedAt < RETRY_AFTER_MS)
    );
  }

  /** Resolves with whether FIFOs could be created. */
  #refilled(): Promise<boolean> {
    this.#refill ??= this.#createBatch()
      .then(
        () => true,
        (error: unknown) => this.#failed(error),
      )
      .finally(() => {
        this.#refill = undefined;
      });
    return this.#refill;
  }

  async #createBatch(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#fill(this.#ensureDirectory());
        this.#failedAt = undefined;
        this.#warned = false;
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || shortageOf(error) !== undefined) {
          throw error;
        }
        await this.#discard();
      }
    }
  }

  #ensureDirectory(): string {
    if (this.#directory === undefined) {
      const parent = this.#parent();
      void removeAbandonedFiles(parent);
      this.#directory = mkdtempSync(join(parent, `exec-server-fifos-${ownerOfFiles()}-`));
      this.#onDirectoryCreated(this.#directory);
    }
    return this.#directory;
  }

  async #fill(directory: string): Promise<void> {
    const execa = await loadExeca();
    const count = Math.min(Math.max(FIRST_BATCH_SIZE, this.#batchSize * 2), MAX_BATCH_SIZE);
    const names = Array.from({ length: count }, () => String(this.#createdCount++));
    ensureFreeDescriptors(SPAWN_DESCRIPTORS);
    const child = execa('mkfifo', ['-m', '600', ...names], {
      cwd: directory,
      env: { PATH: `${SYSTEM_PATH}:${this.#searchPath()}` },
      stdio: 'ignore',
      cleanup: false,
    });
    await child.finally(() => releaseFailedChild(child));
    const paths = names.map((name) => join(directory, name));
    for (const path of paths) {
      chmodSync(path, STICKY_MODE);
    }
    if (directory === this.#directory) {
      this.#batchSize = count;
      this.#ready = paths.concat(this.#ready);
    }
  }

  /** Drops all FIFOs; the next ones are created in a new directory. */
  async #discard(): Promise<void> {
    const directory = this.#directory;
    this.#directory = undefined;
    this.#ready = [];
    if (directory !== undefined) {
      await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  #failed(error: unknown): false {
    if (shortageOf(error) !== undefined) {
      throw error;
    }
    if (this.#directory !== undefined && existsSync(this.#directory)) {
      this.#failedAt = performance.now();
    }
    this.warn((error as { shortMessage?: string }).shortMessage ?? String(error));
    return false;
  }
}

import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { Bubblewrap } from '../bubblewrap/bubblewrap.js';
import { explainSystemError } from '../bubblewrap/system-error.js';
import { FileWorker, type WorkerCommand } from './file-worker.js';
import { workerRuntimeFiles } from './worker-runtime-files.js';

/** How long an idle worker is kept. Starting one takes about 0.1 s, but only a new worker resolves its rules again. */
const IDLE_MS = 2000;
const MAX_WORKERS = 32;
/** Bubblewrap fails when a path to mount was removed meanwhile, such as a placeholder of another daemon. */
const ATTEMPTS = 3;

/**
 * Keeps one worker per confinement while it is in use and for a short time after. One with placeholders is kept only
 * while it is in use, since other processes of the host see them.
 */
export class FileWorkerPool {
  readonly #bubblewrap: Bubblewrap;
  readonly #program: string;
  readonly #byConfinement = new Map<string, Promise<FileWorker>>();
  readonly #running = new Set<FileWorker>();
  /** Computed at the first start, since it reads directories. */
  #runtimeFiles: readonly string[] | undefined;
  #disposed = false;

  /** `program` is the path of the worker script, which serves a file system on its standard streams. */
  constructor(bubblewrap: Bubblewrap, program: string) {
    this.#bubblewrap = bubblewrap;
    this.#program = program;
  }

  /**
   * Calls `operation` with the worker of a confinement, which is started if needed; resolves with the result.
   *
   * @throws {SandboxRefused} when no worker can be started.
   */
  async use<T>(
    confinement: Confinement,
    operation: (worker: FileWorker) => Promise<T>,
  ): Promise<T> {
    const worker = await this.#enter(confinement);
    try {
      return await operation(worker);
    } finally {
      await this.#leave(worker);
    }
  }

  /** Kills the worker after its idle time unless it is busy or has had a call since; at once if it is retired. */
  endWhenIdle(worker: FileWorker): void {
    if (worker.isRetired) {
      this.#endIfIdle(worker);
      return;
    }
    const { calls } = worker;
    setTimeout(() => {
      if (worker.calls === calls) {
        this.#endIfIdle(worker);
      }
    }, IDLE_MS).unref();
  }

  /** Kills all workers; resolves when they have ended. No worker can be started afterwards. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const running = [...this.#running];
    for (const worker of running) {
      worker.kill();
    }
    await Promise.all(running.map(({ ended }) => ended));
  }

  /** Begins a use of the kept worker, or of a new one when none is kept or the files under its rules have changed. */
  async #enter(confinement: Confinement): Promise<FileWorker> {
    const key = JSON.stringify(confinement);
    const kept = this.#byConfinement.get(key);
    const worker = await kept;
    if (worker?.enter()) {
      if (await worker.isCurrent()) {
        return worker;
      }
      await this.#leave(worker);
      this.#endIfIdle(worker);
    }
    const newer = this.#byConfinement.get(key);
    const fresh = await (newer === undefined || newer === kept
      ? this.#start(key, confinement)
      : newer);
    // Its other users may have retired it already.
    return fresh.enter() ? fresh : this.#enter(confinement);
  }

  async #leave(worker: FileWorker): Promise<void> {
    worker.leave();
    if (worker.hasEnded) {
      // Its placeholders are removed after its last process.
      await worker.ended;
    } else {
      this.endWhenIdle(worker);
    }
  }

  #endIfIdle(worker: FileWorker): void {
    if (worker.isIdle) {
      this.#running.delete(worker);
      worker.kill();
    }
  }

  #start(key: string, confinement: Confinement): Promise<FileWorker> {
    const starting = this.#startWithRetries(confinement, ATTEMPTS);
    this.#byConfinement.set(key, starting);
    const remove = (): void => {
      if (this.#byConfinement.get(key) === starting) {
        this.#byConfinement.delete(key);
      }
    };
    starting.then(({ ended }) => ended.then(remove), remove);
    return starting;
  }

  /** Retries when a worker ends before it is ready: it has had no call, so no operation runs twice. */
  async #startWithRetries(confinement: Confinement, attempts: number): Promise<FileWorker> {
    const worker = await this.#startOnce(confinement);
    try {
      await worker.ready;
      return worker;
    } catch (error) {
      await worker.ended;
      if (attempts === 1 || this.#disposed) {
        throw error;
      }
      return this.#startWithRetries(confinement, attempts - 1);
    }
  }

  async #startOnce(confinement: Confinement): Promise<FileWorker> {
    if (this.#running.size >= MAX_WORKERS) {
      throw new SandboxRefused(`file operations under more than ${MAX_WORKERS} policies at once`);
    }
    this.#runtimeFiles ??= workerRuntimeFiles(this.#program);
    const command = await this.#bubblewrap.command(
      confinement,
      { argv: [process.execPath, this.#program], arg0: undefined, cwd: '/', env: {} },
      this.#runtimeFiles,
    );
    if (this.#disposed) {
      await command.resources.release();
      throw new SandboxRefused('the server is shutting down');
    }
    const worker = await startWorker(command);
    this.#running.add(worker);
    void worker.ended.then(() => this.#running.delete(worker));
    return worker;
  }
}

/** Starts a worker; frees what its command uses when that fails. */
const startWorker = async (command: WorkerCommand): Promise<FileWorker> => {
  try {
    return new FileWorker(command);
  } catch (error) {
    await command.resources.release();
    return explainSystemError(error);
  }
};

import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { Bubblewrap, SandboxedCommand } from '../bubblewrap/bubblewrap.js';
import { explainSystemError } from '../bubblewrap/system-error.js';
import { FileWorker } from './file-worker.js';
import { workerRuntimeFiles } from './worker-runtime-files.js';

/** How long an idle worker is kept. Starting one takes about 0.1 s, but only a new worker resolves its rules again. */
const IDLE_MS = 2000;
/** Shorter for a worker with placeholders, which other processes of the host see until it ends. */
const IDLE_WITH_PLACEHOLDERS_MS = 100;
const MAX_WORKERS = 32;
/** Bubblewrap fails when a path to mount was removed meanwhile, such as a placeholder of another daemon. */
const ATTEMPTS = 3;

/** Keeps one worker per confinement while it is in use and for a short time after. */
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
    const worker = await this.#workerFor(confinement);
    try {
      return await operation(worker);
    } finally {
      this.endWhenIdle(worker);
    }
  }

  /** Kills the worker after its idle time unless it is busy or has had a call since. */
  endWhenIdle(worker: FileWorker): void {
    const { calls } = worker;
    setTimeout(
      () => {
        if (worker.isIdle && worker.calls === calls) {
          worker.kill();
        }
      },
      worker.createsPlaceholders ? IDLE_WITH_PLACEHOLDERS_MS : IDLE_MS,
    ).unref();
  }

  /** Kills all workers. No worker can be started afterwards. */
  dispose(): void {
    this.#disposed = true;
    for (const worker of this.#running) {
      worker.kill();
    }
  }

  /** Resolves with the kept worker, or with a new one when none is kept or the files under its rules have changed. */
  async #workerFor(confinement: Confinement): Promise<FileWorker> {
    const key = JSON.stringify(confinement);
    const kept = this.#byConfinement.get(key);
    const worker = await kept;
    if (await worker?.isCurrent()) {
      return worker as FileWorker;
    }
    if (worker?.isIdle) {
      worker.kill();
    }
    const newer = this.#byConfinement.get(key);
    return newer === undefined || newer === kept ? this.#start(key, confinement) : newer;
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
      command.release();
      throw new SandboxRefused('the server is shutting down');
    }
    const worker = startWorker(command);
    this.#running.add(worker);
    void worker.ended.then(() => {
      this.#running.delete(worker);
      command.release();
    });
    return worker;
  }
}

/** Starts a worker; releases the command when that fails. */
const startWorker = (command: SandboxedCommand): FileWorker => {
  try {
    return new FileWorker(command);
  } catch (error) {
    command.release();
    return explainSystemError(error);
  }
};

import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { Bubblewrap, SandboxedCommand } from '../bubblewrap/bubblewrap.js';
import { explainSystemError } from '../bubblewrap/system-error.js';
import { FileWorker } from './file-worker.js';
import { workerRuntimeFiles } from './worker-runtime-files.js';

/** Starting one takes a tenth of a second; what its rules name is looked at anew with each. */
const IDLE_MS = 2000;
/** While it runs, directories stand where protected ones are missing: others see them. */
const IDLE_WITH_TRACES_MS = 100;
const MAX_WORKERS = 32;
/** What is mounted may have gone since it was looked at, such as a placeholder of another daemon. */
const ATTEMPTS = 3;

/** Keeps a helper for each confinement as long as it is used. */
export class FileWorkerPool {
  readonly #bubblewrap: Bubblewrap;
  readonly #program: string;
  readonly #byConfinement = new Map<string, Promise<FileWorker>>();
  readonly #running = new Set<FileWorker>();
  /** Looked up with the first start, since it reads directories. */
  #runtimeFiles: readonly string[] | undefined;
  #disposed = false;

  /** `program` is the script that serves files on its standard streams. */
  constructor(bubblewrap: Bubblewrap, program: string) {
    this.#bubblewrap = bubblewrap;
    this.#program = program;
  }

  /** Does something with the helper of a confinement. @throws {SandboxRefused} when there can be none. */
  async use<T>(confinement: Confinement, does: (helper: FileWorker) => Promise<T>): Promise<T> {
    const helper = await this.#helperFor(confinement);
    try {
      return await does(helper);
    } finally {
      this.endWhenIdle(helper);
    }
  }

  /** Ends it when it has had nothing to do for a while. */
  endWhenIdle(helper: FileWorker): void {
    const { calls } = helper;
    setTimeout(
      () => {
        if (helper.isIdle && helper.calls === calls) {
          helper.kill();
        }
      },
      helper.createsPlaceholders ? IDLE_WITH_TRACES_MS : IDLE_MS,
    ).unref();
  }

  /** Ends all of them at once. */
  dispose(): void {
    this.#disposed = true;
    for (const helper of this.#running) {
      helper.kill();
    }
  }

  /** The one that is kept, but where somebody has changed what it was made for. */
  async #helperFor(confinement: Confinement): Promise<FileWorker> {
    const key = JSON.stringify(confinement);
    const kept = this.#byConfinement.get(key);
    const helper = await kept;
    if (await helper?.isCurrent()) {
      return helper as FileWorker;
    }
    if (helper?.isIdle) {
      helper.kill();
    }
    const newer = this.#byConfinement.get(key);
    return newer === undefined || newer === kept ? this.#start(key, confinement) : newer;
  }

  #start(key: string, confinement: Confinement): Promise<FileWorker> {
    const starting = this.#tryToMake(confinement, ATTEMPTS);
    this.#byConfinement.set(key, starting);
    const forget = (): void => {
      if (this.#byConfinement.get(key) === starting) {
        this.#byConfinement.delete(key);
      }
    };
    starting.then(({ ended }) => ended.then(forget), forget);
    return starting;
  }

  /** Nothing was asked of one that was never ready, so nothing is done twice. */
  async #tryToMake(confinement: Confinement, attempts: number): Promise<FileWorker> {
    const helper = await this.#make(confinement);
    try {
      await helper.ready;
      return helper;
    } catch (error) {
      if (attempts === 1 || this.#disposed) {
        throw error;
      }
      return this.#tryToMake(confinement, attempts - 1);
    }
  }

  async #make(confinement: Confinement): Promise<FileWorker> {
    if (this.#running.size >= MAX_WORKERS) {
      throw new SandboxRefused(`file operations in more than ${MAX_WORKERS} kinds at once`);
    }
    this.#runtimeFiles ??= workerRuntimeFiles(this.#program);
    const command = await this.#bubblewrap.command(
      confinement,
      { argv: [process.execPath, this.#program], arg0: undefined, cwd: '/', env: {} },
      this.#runtimeFiles,
    );
    if (this.#disposed) {
      command.release();
      throw new SandboxRefused('the server stops');
    }
    const helper = startHelper(command);
    this.#running.add(helper);
    void helper.ended.then(() => {
      this.#running.delete(helper);
      command.release();
    });
    return helper;
  }
}

/** What it was to run in goes with it when it cannot be started. */
const startHelper = (command: SandboxedCommand): FileWorker => {
  try {
    return new FileWorker(command);
  } catch (error) {
    command.release();
    return explainSystemError(error);
  }
};

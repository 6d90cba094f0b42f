import type { ProcessLimits } from '../../application/limits/process-limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../application/ports/process-runner.js';
import { SpawnFailed } from '../../domain/errors.js';
import type { ProcessControl } from '../../domain/processes/process-control.js';
import { BufferPool } from '../shared/buffer-pool.js';
import { PathLookups } from '../shared/path-lookups.js';
import { createReadBuffer } from './io/shared-read-buffer.js';
import { FifoPool } from './pipes/fifo-pool.js';
import { PipeLauncher } from './pipes/pipe-launcher.js';
import { ProcessRegistry } from './process-registry.js';
import { RunningProcess } from './running-process.js';
import { awaitFiles } from './spawn/find-program.js';
import { loadExeca } from './spawn/load-execa.js';
import { SpawnScheduler } from './spawn/spawn-scheduler.js';
import { validateSpec } from './spawn/validate-spec.js';
import { TerminalLauncher } from './terminals/terminal-launcher.js';
import { DescendantMonitor } from './termination/descendant-monitor.js';
import { ProcessTree } from './termination/process-tree.js';
import { SessionKiller } from './termination/session-killer.js';
import { Watchdog } from './termination/watchdog.js';

/** The capacity of a pipe: chunks of a busy process have this size. */
const CHUNK_BYTES = 64 * 1024;
/** The number of buffers that a busy process typically uses at a time. */
const MAX_SPARE_CHUNKS = 32;

/** Runs processes of this host, on pipes or on terminals, as the daemon's own user. */
export class LocalProcessRunner implements ProcessRunner {
  readonly #stopTimeoutMs: number;
  readonly #logger: Logger;
  readonly #spawnScheduler = new SpawnScheduler();
  readonly #sessionKiller: SessionKiller;
  readonly #watchdog: Watchdog;
  readonly #registry: ProcessRegistry;
  readonly #fifos: FifoPool;
  readonly #pipes: PipeLauncher;
  readonly #terminals: TerminalLauncher;
  readonly #lookups = new PathLookups();
  readonly #bufferPool = new BufferPool(CHUNK_BYTES, MAX_SPARE_CHUNKS);
  #disposed = false;

  /**
   * Uses no system resources before the first start. `directory` returns, and creates, the directory for named
   * pipes; `mkfifo` is looked up in `searchPath` after the usual directories. Disposes of the `watchdog`.
   */
  constructor(
    limits: Pick<ProcessLimits, 'maxPendingInputBytes' | 'stopTimeoutMs'>,
    logger: Logger,
    directory: () => string,
    searchPath: () => string = () => '',
    watchdog: Watchdog = new Watchdog(logger),
  ) {
    this.#stopTimeoutMs = limits.stopTimeoutMs;
    this.#logger = logger;
    this.#sessionKiller = new SessionKiller(logger);
    this.#watchdog = watchdog;
    this.#registry = new ProcessRegistry(
      new DescendantMonitor((trees) => this.#watchdog.unregister(trees)),
    );
    this.#fifos = new FifoPool(
      logger,
      directory,
      (path) => this.#watchdog.removeOnExit(path),
      searchPath,
    );
    const readBuffer = createReadBuffer();
    const { maxPendingInputBytes } = limits;
    const spawning = (stdout: string): void => this.#watchdog.announceSpawn(stdout);
    this.#pipes = new PipeLauncher(this.#fifos, maxPendingInputBytes, spawning, readBuffer);
    this.#terminals = new TerminalLauncher(maxPendingInputBytes, spawning, readBuffer);
  }

  /** Loads and creates what the first start needs, so that it need not wait for it. Never fails. */
  async prepare(): Promise<void> {
    if (!this.#disposed) {
      this.#watchdog.ensure();
      const loaded = loadExeca().catch(() => undefined);
      await Promise.all([loaded, this.#fifos.prepare()]);
    }
  }

  async start(spec: ProcessSpec, observer: ProcessObserver): Promise<ProcessControl> {
    validateSpec(spec);
    this.#checkUsable();
    if (!this.#lookups.isNeedless) {
      await awaitFiles(spec, this.#lookups);
    }
    const launcher = spec.terminal ? this.#terminals : this.#pipes;
    const launched = launcher.launch(spec, () => this.#awaitSpawn());
    const started = await launched.catch((error: unknown) => {
      this.#watchdog.spawnFailed();
      throw error;
    });
    const tree = new ProcessTree(
      started.pid,
      spec.terminal !== undefined,
      this.#sessionKiller,
      () => observer.onGone(),
    );
    // Before anything is awaited: the daemon may be killed meanwhile.
    this.#watchdog.started(tree.pid, tree.startTime);
    if (started.inForeground !== undefined) {
      await started.inForeground;
    }
    const process = new RunningProcess(started, observer, tree, this.#bufferPool, () => closed());
    const closed = this.#registry.add(process, tree);
    if (this.#disposed) {
      process.kill();
    }
    return process;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#registry.killAll();
    const [left, areOthersGone] = await Promise.all([
      this.#registry.drained(this.#stopTimeoutMs),
      this.#sessionKiller.settled(this.#stopTimeoutMs),
    ]);
    if (left > 0) {
      this.#logger.warn('killed processes did not exit in time', { processes: left });
    }
    await this.#fifos.dispose();
    this.#watchdog.dispose(left === 0 && areOthersGone);
  }

  async #awaitSpawn(): Promise<void> {
    await this.#spawnScheduler.next();
    this.#checkUsable();
    this.#watchdog.ensure();
  }

  #checkUsable(): void {
    if (this.#disposed) {
      throw new SpawnFailed('the process runner was disposed of');
    }
  }
}

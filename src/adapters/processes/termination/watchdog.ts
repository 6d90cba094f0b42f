import { type ChildProcess, spawn } from 'node:child_process';
import type { Logger } from '../../../application/ports/logger.js';
import { WATCHDOG_SCRIPT } from './watchdog-script.js';

const SHELL = '/bin/sh';
/** What `ps` shows of it, followed by its script. */
const NAME = 'exec-server-guard';
/** The least time between two guards: one that cannot live must not be started without end. */
const RESTART_MS = 1000;
/** Recorded for a process that ended before it could be looked at: no process has it. */
const UNKNOWN = '0';

/**
 * A small process that outlives the daemon, only to end the daemon's processes when it is killed. It
 * reads from a socket whose other end the daemon alone has, so it sees the end of the daemon whatever
 * ended it. Nothing waits for it and nothing fails with it.
 */
export class Watchdog {
  readonly #logger: Logger;
  readonly #shell: string;
  /** Start times by pid, to be handed to the next guard if one dies. */
  readonly #recorded = new Map<number, string>();
  #directory: string | undefined;
  #child: ChildProcess | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;
  #restart: NodeJS.Timeout | undefined;
  #warned = false;
  #disposed = false;

  /** Starts nothing yet. */
  constructor(logger: Logger, shell: string = SHELL) {
    this.#logger = logger;
    this.#shell = shell;
  }

  /** Starts the guard unless it runs: to be called before each start, and is free when it does. */
  ensure(): void {
    if (this.#child !== undefined || this.#disposed || this.#restart !== undefined) {
      return;
    }
    const wait = this.#startedAt + RESTART_MS - performance.now();
    if (wait > 0) {
      this.#restart = setTimeout(() => {
        this.#restart = undefined;
        this.ensure();
      }, wait).unref();
      return;
    }
    this.#start();
  }

  /** To be called right before a start, with the path of the FIFO that will be its stdout. */
  announceSpawn(fifo: string): void {
    this.#tell(`>${fifo}`);
  }

  /** To be called right after a start; the start time is undefined when the process has been reaped. */
  started(pid: number, startTime: string = UNKNOWN): void {
    this.#recorded.set(pid, startTime);
    this.#tell(`+${pid} ${startTime}`);
  }

  /** Nothing is left of these processes, their groups and sessions. */
  unregister(pids: readonly number[]): void {
    for (const pid of pids) {
      this.#recorded.delete(pid);
    }
    this.#tell(`-${pids.join(' ')}`);
  }

  /** The directory to remove after the daemon. */
  removeOnExit(path: string): void {
    this.#directory = path;
    this.#tell(path);
  }

  /** Lets the guard go: it ends what is left of the recorded processes, if anything, and then itself. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#restart);
    this.#child?.stdin?.end();
    this.#child = undefined;
  }

  #start(): void {
    this.#startedAt = performance.now();
    let child: ChildProcess;
    try {
      child = spawn(this.#shell, ['-c', WATCHDOG_SCRIPT, NAME], {
        argv0: NAME,
        cwd: '/',
        env: { PATH: '/usr/bin:/bin' },
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
      });
    } catch (error) {
      this.#failed('could not be started', error as Error);
      return;
    }
    this.#child = child;
    child.once('error', (error) => this.#lost(child, 'could not be started', error));
    child.once('exit', () => this.#lost(child, 'has ended'));
    child.unref();
    child.stdin?.on('error', () => undefined);
    (child.stdin as NodeJS.WritableStream & { unref?(): void })?.unref?.();
    this.#tellAll();
  }

  #tellAll(): void {
    if (this.#directory !== undefined) {
      this.#tell(this.#directory);
    }
    for (const [pid, startTime] of this.#recorded) {
      this.#tell(`+${pid} ${startTime}`);
    }
  }

  /** A short line is in the kernel when this returns, unless the guard is hundreds of lines behind. */
  #tell(line: string): void {
    if (!line.includes('\n')) {
      this.#child?.stdin?.write(`${line}\n`);
    }
  }

  #lost(child: ChildProcess, how: string, error?: Error): void {
    if (child !== this.#child) {
      return;
    }
    this.#child = undefined;
    child.stdin?.destroy();
    this.#failed(how, error);
  }

  #failed(how: string, error?: Error): void {
    if (!this.#warned) {
      this.#warned = true;
      this.#logger.warn(
        'watchdog not running; until it restarts, child processes would survive a killed daemon',
        { reason: error === undefined ? how : `${how}: ${error.message}` },
      );
    }
    if (this.#recorded.size > 0) {
      this.ensure();
    }
  }
}

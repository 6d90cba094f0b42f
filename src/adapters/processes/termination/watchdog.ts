import { type ChildProcess, spawn } from 'node:child_process';
import { basename, dirname } from 'node:path';
import type { Logger } from '../../../application/ports/logger.js';
import { encodePath } from '../../../domain/files/path-encoding.js';
import { WATCHDOG_SCRIPT } from './watchdog-script.js';

const SHELL = '/bin/sh';
/** Its name in `ps`, before its script. */
const NAME = 'exec-server-watchdog';
/** Minimum time between two starts, so that a watchdog that exits at once is not restarted in a loop. */
const RESTART_MS = 1000;
/** Start time of a process that ended before it could be read: no process has this one. */
const UNKNOWN = '0';

/** A process that was started. */
interface Recorded {
  readonly pid: number;
  readonly startTime: string | undefined;
}

/** An empty file or directory that stands in for a missing one while a sandbox needs it. */
interface Placeholder {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/**
 * A small process that kills the daemon's processes when the daemon has been killed, and removes its placeholders. It reads from a socket whose
 * other end only the daemon has open, so it sees end of file however the daemon ends. No start waits for it, and none
 * fails without it.
 */
export class Watchdog {
  readonly #logger: Logger;
  readonly #shell: string;
  /** Start times by pid, sent to the next watchdog when one ends. */
  readonly #recorded = new Map<number, string>();
  /** Lines about placeholders by path, each with the number that stands for it. */
  readonly #placeholders = new Map<string, { readonly id: number; readonly line: string }>();
  #lastPlaceholder = 0;
  #directory: string | undefined;
  #child: ChildProcess | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;
  #restart: NodeJS.Timeout | undefined;
  #warned = false;
  #disposed = false;

  /** Starts no process yet. */
  constructor(logger: Logger, shell: string = SHELL) {
    this.#logger = logger;
    this.#shell = shell;
  }

  /** Starts the watchdog unless it runs. Call it before each start of a process. */
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

  /** Call it right before a start, with the path of the FIFO or the terminal that will be the process's stdout. */
  announceSpawn(stdout: string): void {
    // The shell reads byte by byte.
    this.#send(`>${dirname(stdout) === this.#directory ? basename(stdout) : stdout}`);
  }

  /** Call it when a start has failed: its terminal may be that of another program soon. */
  spawnFailed(): void {
    this.#send('>');
  }

  /** Call it right after a start; the start time is undefined when the process has been reaped. */
  started(pid: number, startTime: string = UNKNOWN): void {
    this.#recorded.set(pid, startTime);
    this.#send(`+${pid} ${startTime}`);
  }

  /** Call it when nothing is left of the groups and sessions of these processes. A newer one may have a pid of theirs. */
  unregister(processes: readonly Recorded[]): void {
    const gone = processes.filter(
      ({ pid, startTime = UNKNOWN }) => this.#recorded.get(pid) === startTime,
    );
    for (const { pid } of gone) {
      this.#recorded.delete(pid);
    }
    if (gone.length > 0) {
      this.#send(`-${gone.map(({ pid }) => pid).join(' ')}`);
    }
  }

  /** Call it when a placeholder was made: the watchdog removes it if the daemon is killed. */
  placeholderMade({ path, kind }: Placeholder, inode: bigint): void {
    this.ensure();
    this.#lastPlaceholder += 1;
    const id = this.#lastPlaceholder;
    const line = `=${id} ${inode} ${kind === 'directory' ? 'd' : 'f'} ${path}`;
    this.placeholderRemoved(path);
    this.#placeholders.set(path, { id, line });
    this.#send(line);
  }

  placeholderRemoved(path: string): void {
    const known = this.#placeholders.get(path);
    if (known !== undefined) {
      this.#placeholders.delete(path);
      this.#send(`!${known.id}`);
    }
  }

  /** Sets the directory that the watchdog removes after the daemon's end. */
  removeOnExit(path: string): void {
    this.#directory = path;
    this.#send(path);
  }

  /**
   * Closes the watchdog's input. The watchdog kills what is left of the recorded processes, and exits. When
   * `areAllGone`, it does not look for any: its two scans take longer than the rest of the daemon's end.
   */
  dispose(areAllGone = false): void {
    this.#disposed = true;
    clearTimeout(this.#restart);
    if (areAllGone) {
      this.#send('.');
    }
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
    this.#sendAll();
  }

  #sendAll(): void {
    if (this.#directory !== undefined) {
      this.#send(this.#directory);
    }
    for (const [pid, startTime] of this.#recorded) {
      this.#send(`+${pid} ${startTime}`);
    }
    for (const { line } of this.#placeholders.values()) {
      this.#send(line);
    }
  }

  /** A short line is in the kernel's buffer on return, unless the watchdog is hundreds of lines behind. */
  #send(line: string): void {
    if (!line.includes('\n')) {
      this.#child?.stdin?.write(Buffer.from(encodePath(`${line}\n`)));
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
    if (this.#recorded.size + this.#placeholders.size > 0) {
      this.ensure();
    }
  }
}

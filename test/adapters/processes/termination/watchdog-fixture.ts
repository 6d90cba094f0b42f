import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Watchdog } from '../../../../src/adapters/processes/termination/watchdog.js';
import { readProcess } from '../../../../src/adapters/shared/process-table.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import { eventually, guardOf } from '../proc-inspection.js';

/** A watchdog, a directory, and processes that are killed when it is disposed of. */
export class WatchdogFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'guard-'));
  readonly warnings: string[] = [];
  readonly logger = {
    ...silentLogger,
    warn: (message: string): void => {
      this.warnings.push(message);
    },
  };
  guard = new Watchdog(this.logger);
  readonly #children: ChildProcess[] = [];

  /** Resolves once there is no watchdog of an earlier test either. */
  static async create(): Promise<WatchdogFixture> {
    await noWatchdog();
    return new WatchdogFixture();
  }

  async dispose(): Promise<void> {
    this.guard.dispose();
    await noWatchdog();
    for (const { pid } of this.#children) {
      if (pid === undefined) {
        continue;
      }
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // As it should be.
      }
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Starts a process that leads a session and a group, as the runner does. */
  spawn(program: string, args: readonly string[], stdio: SpawnOptions['stdio']): ChildProcess {
    const child = spawn(program, args, { detached: true, stdio });
    this.#children.push(child);
    return child;
  }

  /** The pid of a shell that leads a session, once the script has printed something. */
  async lead(script: string): Promise<number> {
    const child = this.spawn('bash', ['-c', script], ['ignore', 'pipe', 'ignore']);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    return child.pid ?? 0;
  }
}

export const startTime = (pid: number): string | undefined => readProcess(pid)?.startTime;

export const guardPid = (): Promise<number> => eventually(() => guardOf(process.pid));

const noWatchdog = (): Promise<boolean> => eventually(() => guardOf(process.pid) === undefined);

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../../application/ports/logger.js';
import { readProcess, visitProcesses } from '../../shared/process-table.js';
import { sendSignal } from '../../shared/send-signal.js';

/** Pause before the second scan; doubled after each scan. */
const FIRST_PAUSE_MS = 4;
const LAST_PAUSE_MS = 500;
/** A killed process that is still alive after this time is waiting for hardware or a file server. */
const GIVE_UP_MS = 10_000;

/** A session to kill. */
interface KillTarget {
  /** Start time of the leader; undefined: it was reaped before its start time was read. */
  readonly startTime: string | undefined;
  readonly since: number;
}

/**
 * Kills sessions, since an interactive shell gives each job a process group of its own. Scans until nothing is left,
 * since a process may fork while it is killed. Sessions that are killed at the same time share the scans.
 */
export class SessionKiller {
  readonly #logger: Logger;
  readonly #giveUpMs: number;
  readonly #visitProcesses: typeof visitProcesses;
  readonly #sessions = new Map<number, KillTarget>();
  #running: Promise<void> | undefined;
  /** Before the next scan; 0 while a session waits for its first. */
  #pauseMs = 0;
  #wakeUp = new AbortController();
  #hasGivenUp = false;

  /** Logs when something is left after `giveUpMs`. */
  constructor(logger: Logger, giveUpMs: number = GIVE_UP_MS, visit = visitProcesses) {
    this.#logger = logger;
    this.#giveUpMs = giveUpMs;
    this.#visitProcesses = visit;
  }

  /** Sends SIGKILL to every group of the session, from a later tick on and until none is left. */
  end(session: number, startTime: string | undefined): void {
    this.#sessions.set(session, { startTime, since: performance.now() });
    this.#pauseMs = 0;
    this.#wakeUp.abort();
    this.#running ??= this.#run();
  }

  /** Resolves with whether nothing is left of all sessions given to `end`; after `timeoutMs` at the latest. */
  async settled(timeoutMs: number): Promise<boolean> {
    const timer = new AbortController();
    await Promise.race([
      this.#running,
      delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
    return this.#running === undefined && !this.#hasGivenUp;
  }

  async #run(): Promise<void> {
    while (this.#sessions.size > 0) {
      this.#wakeUp = new AbortController();
      await delay(this.#pauseMs, undefined, { signal: this.#wakeUp.signal }).catch(() => undefined);
      this.#pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2), LAST_PAUSE_MS);
      await this.#scan();
    }
    this.#running = undefined;
  }

  async #scan(): Promise<void> {
    const scanned = new Map(this.#sessions);
    const left = new Map<number, number>();
    const killed = new Set<number>();
    await this.#visitProcesses(({ isAlive, session, group }) => {
      const target = scanned.get(session);
      if (target === undefined || !isAlive) {
        return;
      }
      if (!left.has(session) && isPidReused(session, target)) {
        scanned.delete(session);
        this.#sessions.delete(session);
        return;
      }
      left.set(session, (left.get(session) ?? 0) + 1);
      if (!killed.has(group)) {
        killed.add(group);
        // During the scan: a process that keeps forking would have another pid by its end.
        sendSignal(-group, 'SIGKILL');
      }
    });
    for (const [session, target] of scanned) {
      this.#finish(session, target, left.get(session) ?? 0);
    }
  }

  #finish(session: number, target: KillTarget, processes: number): void {
    const givesUp = performance.now() - target.since > this.#giveUpMs;
    if (processes > 0 && !givesUp) {
      return;
    }
    // `end` may have been called for it again since the scan began.
    if (this.#sessions.get(session) === target) {
      this.#sessions.delete(session);
    }
    if (processes > 0) {
      this.#hasGivenUp = true;
      this.#logger.warn('killed processes do not exit', { session, processes });
    }
  }
}

/** Whether another process has the leader's pid: the session had already ended. */
const isPidReused = (session: number, { startTime }: KillTarget): boolean => {
  const leader = readProcess(session);
  return leader !== undefined && leader.startTime !== startTime;
};

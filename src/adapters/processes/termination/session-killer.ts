import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../../application/ports/logger.js';
import { readProcess, visitProcesses } from './process-table.js';
import { sendSignal } from './send-signal.js';

/** Between the first scan and the second; doubled each time. */
const FIRST_PAUSE_MS = 4;
const LAST_PAUSE_MS = 500;
/** A process that is still alive by then waits for hardware or a file server. */
const GIVE_UP_MS = 10_000;

/** A session to kill. */
interface KillTarget {
  /** Of its leader; undefined: the leader was gone from the start. */
  readonly startTime: string | undefined;
  readonly since: number;
}

/**
 * Kills sessions: jobs of an interactive shell have groups of their own. Scans until nothing is left, since a
 * process may fork while it is killed. Sessions that are killed at the same time share the scans.
 */
export class SessionKiller {
  readonly #logger: Logger;
  readonly #giveUpMs: number;
  readonly #sessions = new Map<number, KillTarget>();
  #running: Promise<void> | undefined;
  /** Before the next scan; 0 while a session waits for its first. */
  #pauseMs = 0;
  #wakeUp = new AbortController();

  /** Logs when something is left after `giveUpMs`. */
  constructor(logger: Logger, giveUpMs: number = GIVE_UP_MS) {
    this.#logger = logger;
    this.#giveUpMs = giveUpMs;
  }

  /** SIGKILL to every group of the session, in a later turn and until none is left. */
  end(session: number, startTime: string | undefined): void {
    this.#sessions.set(session, { startTime, since: performance.now() });
    this.#pauseMs = 0;
    this.#wakeUp.abort();
    this.#running ??= this.#run();
  }

  /** Waits until nothing is left of all sessions that were to end, at most this long. */
  async settled(timeoutMs: number): Promise<void> {
    const timer = new AbortController();
    await Promise.race([
      this.#running,
      delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
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
    const looked = new Map(this.#sessions);
    const left = new Map<number, number>();
    const killed = new Set<number>();
    await visitProcesses(({ isAlive, session, group }) => {
      const doomed = looked.get(session);
      if (doomed === undefined || !isAlive) {
        return;
      }
      if (!left.has(session) && isPidReused(session, doomed)) {
        looked.delete(session);
        this.#sessions.delete(session);
        return;
      }
      left.set(session, (left.get(session) ?? 0) + 1);
      if (!killed.has(group)) {
        killed.add(group);
        // At once: by the end of the look a process that forks all the time would be another.
        sendSignal(-group, 'SIGKILL');
      }
    });
    for (const [session, doomed] of looked) {
      this.#finish(session, doomed, left.get(session) ?? 0);
    }
  }

  #finish(session: number, doomed: KillTarget, processes: number): void {
    const givesUp = performance.now() - doomed.since > this.#giveUpMs;
    if (processes > 0 && !givesUp) {
      return;
    }
    // It may be to end once more, since the look began.
    if (this.#sessions.get(session) === doomed) {
      this.#sessions.delete(session);
    }
    if (processes > 0) {
      this.#logger.warn('killed processes do not exit', { session, processes });
    }
  }
}

/** A process that has the leader's number and is not the leader: then the session was over before. */
const isPidReused = (session: number, { startTime }: KillTarget): boolean => {
  const leader = readProcess(session);
  return leader !== undefined && leader.startTime !== startTime;
};

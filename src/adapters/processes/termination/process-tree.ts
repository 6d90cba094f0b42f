import { readProcess } from '../../shared/process-table.js';
import { sendSignal } from '../../shared/send-signal.js';
import type { SessionKiller } from './session-killer.js';

/** A process that leads a session and a process group, with its descendants in that session. */
export class ProcessTree {
  /** Pid of the leader, and the id of its group and session. */
  readonly pid: number;
  /** Start time of the leader; undefined when it was reaped before it could be read. */
  readonly startTime: string | undefined;
  readonly #onTerminal: boolean;
  readonly #killer: SessionKiller;
  readonly #onEmpty: () => void;
  /**
   * While members are left the kernel does not reuse the leader's pid. Once there are none it may be reused,
   * so it is never signalled again.
   */
  #state: 'running' | 'leaderless' | 'gone' = 'running';

  /** Create it right after the start, since it reads the start time. `onEmpty` is called by `markEmpty`. */
  constructor(
    pid: number,
    onTerminal: boolean,
    killer: SessionKiller,
    onEmpty: () => void = () => undefined,
  ) {
    this.pid = pid;
    this.startTime = readProcess(pid)?.startTime;
    this.#onTerminal = onTerminal;
    this.#killer = killer;
    this.#onEmpty = onEmpty;
  }

  /** Signals the leader's group and the foreground process group of its terminal. */
  signal(name: NodeJS.Signals): void {
    if (this.#state !== 'running') {
      return;
    }
    sendSignal(-this.pid, name);
    const foreground = this.#onTerminal ? readProcess(this.pid)?.foregroundGroup : undefined;
    if (foreground !== undefined && foreground > 1 && foreground !== this.pid) {
      sendSignal(-foreground, name);
    }
  }

  /** Sends SIGKILL to the group at once, and to the other groups of its session until none is left. */
  kill(): void {
    if (this.mayHaveDescendants()) {
      sendSignal(-this.pid, 'SIGKILL');
      this.#killer.end(this.pid, this.startTime);
    }
  }

  /** Call it when the leader was reaped: only a scan of all processes finds its descendants. */
  leaderExited(): void {
    this.#state = 'leaderless';
  }

  /** Call it once, after the leader's exit, when no descendant is left. */
  markEmpty(): void {
    this.#state = 'gone';
    this.#onEmpty();
  }

  /** Whether descendants may be left. */
  mayHaveDescendants(): boolean {
    if (this.#state === 'leaderless' && sendSignal(this.pid, 0)) {
      this.#state = 'gone';
    }
    return this.#state !== 'gone';
  }
}

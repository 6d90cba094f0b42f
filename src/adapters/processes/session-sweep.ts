import { readProcessTable } from './process-table.js';
import { sendSignal } from './send-signal.js';

/**
 * Ends what is left of sessions: jobs of an interactive shell have groups of their own. All sessions
 * that are to end in one turn of the event loop share one look at the process table.
 */
export class SessionSweep {
  /** By session; whether the number was its leader's, who is gone: then a process that has it is a stranger. */
  readonly #sessions = new Map<number, { readonly leaderGone: boolean }>();

  /** SIGKILL to every group of the session, later in this turn. */
  end(session: number, leaderGone: boolean): void {
    if (this.#sessions.size === 0) {
      setImmediate(() => this.run());
    }
    this.#sessions.set(session, { leaderGone });
  }

  /** Does at once what was asked for. */
  run(): void {
    if (this.#sessions.size === 0) {
      return;
    }
    const table = readProcessTable();
    for (const { pid } of table) {
      if (this.#sessions.get(pid)?.leaderGone) {
        this.#sessions.delete(pid);
      }
    }
    const members = table.filter(({ session }) => this.#sessions.has(session));
    for (const group of new Set(members.map(({ group }) => group))) {
      sendSignal(-group, 'SIGKILL');
    }
    this.#sessions.clear();
  }
}

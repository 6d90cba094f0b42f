/** Whether a server drains: it takes no new sessions, and waits for those that it has. */
export class Drain {
  #endsAtMs: number | undefined;

  get isActive(): boolean {
    return this.#endsAtMs !== undefined;
  }

  /** There is no way back. A second call changes nothing. @param endsAtMs in the time of the `Clock`; may be infinite */
  begin(endsAtMs: number): void {
    this.#endsAtMs ??= endsAtMs;
  }

  /** How long it still waits: infinite where nothing limits it, 0 when the time is over. */
  remainingMs(nowMs: number): number {
    return Math.max(0, (this.#endsAtMs ?? Number.POSITIVE_INFINITY) - nowMs);
  }
}

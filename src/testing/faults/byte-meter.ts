/** Counts forwarded bytes, and acts at the very byte that it was told. */
export class ByteMeter {
  #total = 0;
  #alarms: { atTotal: number; act: () => void }[] = [];

  get total(): number {
    return this.#total;
  }

  /** How many bytes may pass in one go, so that no alarm comes late; at least 1. */
  get allowance(): number {
    return (this.#alarms[0]?.atTotal ?? Number.POSITIVE_INFINITY) - this.#total;
  }

  /** Acts once `bytes` more have passed; at once for 0. */
  after(bytes: number, act: () => void): void {
    if (bytes <= 0) {
      act();
      return;
    }
    this.#alarms.push({ atTotal: this.#total + bytes, act });
    this.#alarms.sort((a, b) => a.atTotal - b.atTotal);
  }

  passed(bytes: number): void {
    this.#total += bytes;
    while (this.#alarms[0] !== undefined && this.#alarms[0].atTotal <= this.#total) {
      this.#alarms.shift()?.act();
    }
  }

  /** Forgets every alarm. */
  clear(): void {
    this.#alarms = [];
  }
}

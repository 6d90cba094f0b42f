import type { Transport } from './transport.js';

/**
 * Answers the pings of the server, by which it learns what has arrived (docs/output-delivery.md). While the consumer of a
 * process is slow the answer waits, so that the server keeps the output and pauses the process.
 */
export class AcknowledgementGate {
  readonly #slow = new Set<string>();
  /** A pong answers all pings before it, so the newest is enough. */
  #held: { readonly transport: Transport; readonly payload: Buffer } | undefined;
  #epoch = 0;

  /** A ping waits for a slow consumer: processes that are not slow acknowledge by reads of their own. */
  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** A ping would wait for the consumer of another process. */
  waitsForOthers(processId: string): boolean {
    return this.#slow.size > (this.#slow.has(processId) ? 1 : 0);
  }

  /** Increases whenever all that has arrived was acknowledged. */
  get epoch(): number {
    return this.#epoch;
  }

  onPing(transport: Transport, payload: Buffer): void {
    if (payload.length === 0) {
      transport.pong(payload);
      return;
    }
    if (this.#slow.size === 0) {
      this.#acknowledge(transport, payload);
      return;
    }
    this.#held = { transport, payload };
    // A sign of life without an acknowledgement.
    transport.ping();
  }

  /** Whether the consumer of the process has too much before it. */
  setSlow(processId: string, isSlow: boolean): void {
    if (isSlow) {
      this.#slow.add(processId);
      return;
    }
    this.#slow.delete(processId);
    if (this.#slow.size === 0 && this.#held !== undefined) {
      const { transport, payload } = this.#held;
      this.#held = undefined;
      this.#acknowledge(transport, payload);
    }
  }

  /** The connection is lost: a resume acknowledges by what it reads. */
  forget(): void {
    this.#held = undefined;
  }

  #acknowledge(transport: Transport, payload: Buffer): void {
    this.#epoch += 1;
    transport.pong(payload);
  }
}

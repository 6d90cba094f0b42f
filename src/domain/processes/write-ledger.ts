import { ExecServerError, NoRoom } from '../errors.js';
import type { InputOutcome } from './process-control.js';

/** A write to the input of a process, which a client may repeat. */
export interface Write {
  /** Identifies the write, so that a repeat takes effect once. */
  readonly writeId: string;
  readonly bytes: Uint8Array;
  /** Digest of the bytes: equal for equal bytes only. */
  readonly digest: string;
}

/** Remembers the writes that a process accepted, so that a repeat is not written twice. */
export class WriteLedger {
  readonly #capacity: number;
  /** Digest by write id, in insertion order, oldest first. */
  readonly #digests = new Map<string, string>();

  /** @param capacity number of ids remembered; beyond it the oldest is forgotten. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * Writes the bytes with `input`, once for each id: a repeat is `accepted` and not written again.
   *
   * @throws {ExecServerError} when the id was used for other bytes, or when the input queue is full.
   */
  writeOnce(
    { writeId, bytes, digest }: Write,
    input: (bytes: Uint8Array) => InputOutcome,
  ): Exclude<InputOutcome, 'full'> {
    if (this.has(writeId, digest)) {
      return 'accepted';
    }
    const outcome = input(bytes);
    if (outcome === 'full') {
      throw new NoRoom(
        'failed to write to process stdin: the process does not read and its input queue is full; write again later',
      );
    }
    if (outcome === 'accepted') {
      this.remember(writeId, digest);
    }
    return outcome;
  }

  /** Whether the write was accepted before. @throws {ExecServerError} when its id was used for other bytes. */
  has(writeId: string, digest: string): boolean {
    const known = this.#digests.get(writeId);
    if (known !== undefined && known !== digest) {
      throw new ExecServerError(
        'invalid-request',
        'writeId was used for other bytes before; a new write needs a new writeId',
      );
    }
    return known !== undefined;
  }

  clear(): void {
    this.#digests.clear();
  }

  /** Records an accepted write. */
  remember(writeId: string, digest: string): void {
    this.#digests.set(writeId, digest);
    if (this.#digests.size <= this.#capacity) {
      return;
    }
    for (const oldest of this.#digests.keys()) {
      this.#digests.delete(oldest);
      return;
    }
  }
}

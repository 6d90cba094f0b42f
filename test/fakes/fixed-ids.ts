import type { IdGenerator } from '../../src/application/ports/id-generator.js';

/** Hands out UUIDs that can be told apart at a glance: …001, …002 and so on. */
export class FixedIds implements IdGenerator {
  #last = 0;

  sessionId(): string {
    this.#last += 1;
    return `00000000-0000-4000-8000-${String(this.#last).padStart(12, '0')}`;
  }
}

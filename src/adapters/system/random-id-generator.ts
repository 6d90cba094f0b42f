import { randomUUID } from 'node:crypto';
import type { IdGenerator } from '../../application/ports/id-generator.js';
import { taggedSessionId } from '../../domain/routing/node-tag.js';

/** Session ids with 122 random bits, or with 90 and the tag of the node that issues them. */
export class RandomIdGenerator implements IdGenerator {
  readonly #tag: string | undefined;

  /** @param tag of the node; undefined: the server is no node of a fleet */
  constructor(tag?: string) {
    this.#tag = tag;
  }

  sessionId(): string {
    const uuid = randomUUID();
    return this.#tag === undefined ? uuid : taggedSessionId(uuid, this.#tag);
  }
}

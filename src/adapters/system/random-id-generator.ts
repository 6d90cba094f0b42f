import { randomUUID } from 'node:crypto';
import type { IdGenerator } from '../../application/ports/id-generator.js';

/** Session ids with 122 random bits. */
export class RandomIdGenerator implements IdGenerator {
  sessionId(): string {
    return randomUUID();
  }
}

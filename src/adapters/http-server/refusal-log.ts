import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '../../application/ports/logger.js';
import { printable } from '../../domain/printable.js';
import type { HttpReply } from './http-reply.js';

/** A client that may not come in, or not now; with any other status the request itself is at fault. */
const OF_CLIENT = [401, 403, 429, 503];

/** Tells the log of whom the door does not let in, and why: nothing of a credential, a path or a body. */
export class RefusalLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @param socket whom the reply goes to. One that refuses nothing is not told of. */
  note(socket: Duplex, { status, body, logged }: HttpReply): void {
    if (status < 400) {
      return;
    }
    const { reason = body || STATUS_CODES[status] || 'refused', ...named } = logged ?? {};
    const fields = { address: addressOf(socket), status, reason: printable(reason), ...named };
    if (OF_CLIENT.includes(status)) {
      this.#logger.warn('client refused', fields);
    } else {
      this.#logger.info('request refused', fields);
    }
  }

  /** A connection is cut off without a reply. */
  noteCut(socket: Duplex, reason: string): void {
    this.#logger.warn('client refused', { address: addressOf(socket), reason });
  }
}

const addressOf = (socket: Duplex): string =>
  (socket as { remoteAddress?: string }).remoteAddress ?? 'unknown';

/** What a header says of an authority, as the log may show it: without a user and a password. */
export const authorityForLog = (header: string): string => printable(header.replace(/^.*@/s, ''));

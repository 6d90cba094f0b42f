import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '../../application/ports/logger.js';
import { printable } from '../../domain/printable.js';
import type { HttpReply } from './http-reply.js';

/** Statuses that refuse a client; any other one is about the request itself. */
const OF_CLIENT = [401, 403, 429, 503];

/** Logs refused clients and requests with the reason, without credential, path and body. */
export class RefusalLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /**
   * Logs a refusal; other replies are ignored.
   * @param socket the socket that the reply goes to
   */
  note(socket: Duplex, { status, body, logged, isUnlogged }: HttpReply): void {
    if (status < 400 || isUnlogged) {
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

  /** Logs a connection that was closed without a reply. */
  noteCut(socket: Duplex, reason: string): void {
    this.#logger.warn('client refused', { address: addressOf(socket), reason });
  }
}

const addressOf = (socket: Duplex): string =>
  (socket as { remoteAddress?: string }).remoteAddress ?? 'unknown';

/** The authority in a header, without user and password, for the log. */
export const authorityForLog = (header: string): string => printable(header.replace(/^.*@/s, ''));

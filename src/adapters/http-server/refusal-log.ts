import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Rejection } from '../../application/ports/metrics.js';
import type { Ports } from '../../application/ports.js';
import { printable } from '../../domain/printable.js';
import type { HttpReply } from './http-reply.js';

/** Statuses that refuse a client; any other one is about the request itself. */
const OF_CLIENT = [401, 403, 429, 503];

const REJECTIONS: Readonly<Record<number, Rejection>> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate_limited',
  503: 'overloaded',
};

/** What refusals are reported to. */
export type RefusalPorts = Pick<Ports, 'auditLog' | 'logger' | 'metrics'>;

/** Logs and counts refused clients and requests with the reason, without credential, path and body. */
export class RefusalLog {
  readonly #ports: RefusalPorts;

  constructor(ports: RefusalPorts) {
    this.#ports = ports;
  }

  /**
   * Logs a refusal; other replies are ignored.
   * @param socket the socket that the reply goes to
   */
  note(socket: Duplex, { status, body, logged, isUnlogged }: HttpReply): void {
    if (status < 400 || isUnlogged) {
      return;
    }
    const { auditLog, logger, metrics } = this.#ports;
    metrics.rejected(REJECTIONS[status] ?? 'invalid_http');
    const { reason = body || STATUS_CODES[status] || 'refused', ...named } = logged ?? {};
    const address = addressOf(socket);
    const fields = { address, status, reason: printable(reason), ...named };
    if (OF_CLIENT.includes(status)) {
      logger.warn('client refused', fields);
      auditLog.record({
        event: 'client_refused',
        who: { address },
        status,
        reason: printable(reason),
      });
    } else {
      logger.info('request refused', fields);
    }
  }

  /** Logs a connection that was closed without a reply. */
  noteCut(socket: Duplex, reason: string): void {
    const { auditLog, logger, metrics } = this.#ports;
    const address = addressOf(socket);
    metrics.rejected('invalid_http');
    logger.warn('client refused', { address, reason });
    auditLog.record({ event: 'client_refused', who: { address }, status: undefined, reason });
  }
}

const addressOf = (socket: Duplex): string =>
  (socket as { remoteAddress?: string }).remoteAddress ?? 'unknown';

/** The authority in a header, without user and password, for the log. */
export const authorityForLog = (header: string): string => printable(header.replace(/^.*@/s, ''));

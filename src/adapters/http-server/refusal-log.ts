import { STATUS_CODES } from 'node:http';
import type { Metrics, Rejection } from '../../application/ports/metrics.js';
import type { Ports } from '../../application/ports.js';
import { printable } from '../../domain/printable.js';
import type { HttpReply } from './http-reply.js';

/** Statuses that refuse a client; any other one is about the request itself. */
const REJECTIONS: Readonly<Record<number, Rejection>> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate_limited',
  503: 'overloaded',
};

/** What refusals are reported to. */
export interface RefusalPorts extends Pick<Ports, 'auditLog' | 'logger'> {
  readonly metrics: Pick<Metrics, 'rejected'>;
}

/** Logs and counts refused clients and requests with the reason, without credential, path and body. */
export class RefusalLog {
  readonly #ports: RefusalPorts;

  constructor(ports: RefusalPorts) {
    this.#ports = ports;
  }

  /**
   * Logs a refusal; other replies are ignored.
   * @param address the IP address of the client
   */
  note(address: string, { status, body, logged, isUnlogged }: HttpReply): void {
    if (status < 400 || isUnlogged) {
      return;
    }
    const { auditLog, logger, metrics } = this.#ports;
    const rejection = REJECTIONS[status];
    metrics.rejected(rejection ?? 'invalid_http');
    const { reason: said = body || STATUS_CODES[status] || 'refused', ...named } = logged ?? {};
    const reason = printable(said);
    const fields = { address, status, reason, ...named };
    if (rejection !== undefined) {
      logger.warn('client refused', fields);
      auditLog.record({ event: 'client_refused', who: { address }, status, reason });
    } else {
      logger.info('request refused', fields);
    }
  }

  /** Logs a connection that was closed without a reply. */
  noteCut(address: string, reason: string): void {
    const { auditLog, logger, metrics } = this.#ports;
    metrics.rejected('invalid_http');
    logger.warn('client refused', { address, reason });
    auditLog.record({ event: 'client_refused', who: { address }, status: undefined, reason });
  }
}

/** The authority in a header, without user and password, for the log. */
export const authorityForLog = (header: string): string => printable(header.replace(/^.*@/s, ''));

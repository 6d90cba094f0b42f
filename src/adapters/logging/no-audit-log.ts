import type { AuditLog } from '../../application/ports/audit-log.js';

/** Keeps nothing. */
export class NoAuditLog implements AuditLog {
  record(): void {
    // Nothing to keep.
  }
}

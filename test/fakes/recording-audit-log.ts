import type { AuditEntry, AuditLog } from '../../src/application/ports/audit-log.js';

/** Keeps what is recorded. */
export class RecordingAuditLog implements AuditLog {
  readonly entries: AuditEntry[] = [];

  record(entry: AuditEntry): void {
    this.entries.push(entry);
  }
}

import { describe, expect, test } from '@jest/globals';
import type { AuditEntry, AuditLog } from '../../src/application/ports/audit-log.js';

const COMMAND = {
  argv: ['sh', '-c', 'exit "$CODE"'],
  isArgvAbridged: false,
  cwd: '/srv',
  variables: ['CODE'],
  isSandboxed: true,
};
const WHO = { session: '01234567…', address: '192.0.2.1', client: 'codex', subject: 'ada' };

/** One entry of each kind. */
export const AUDIT_ENTRIES: readonly AuditEntry[] = [
  { event: 'process_started', who: WHO, process: 'p1', pid: 42, command: COMMAND },
  {
    event: 'process_ended',
    who: WHO,
    process: 'p1',
    pid: 42,
    exitCode: 143,
    signal: 'SIGTERM',
    durationMs: 1500,
  },
  { event: 'process_refused', who: WHO, process: 'p2', reason: 'refused', command: COMMAND },
  { event: 'session_refused', who: { address: '192.0.2.1' }, reason: 'draining' },
  { event: 'client_refused', who: { address: '192.0.2.1' }, status: 401, reason: 'no token' },
];

/** The rules that every `AuditLog` keeps to. @param make also returns how the events that are kept are read. */
export const auditLogContract = (
  name: string,
  make: () => { auditLog: AuditLog; kept?: () => readonly string[] },
): void => {
  describe(`AuditLog contract: ${name}`, () => {
    test('takes every kind of entry, and keeps them in order', () => {
      const { auditLog, kept } = make();
      for (const entry of AUDIT_ENTRIES) {
        expect(() => auditLog.record(entry)).not.toThrow();
      }
      if (kept !== undefined) {
        expect(kept()).toEqual(AUDIT_ENTRIES.map(({ event }) => event));
      }
    });
  });
};

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AUDIT_FIELDS,
  type AuditField,
  FileAuditLog,
} from '../../../src/adapters/logging/file-audit-log.js';
import { NoAuditLog } from '../../../src/adapters/logging/no-audit-log.js';
import type { AuditEntry } from '../../../src/application/ports/audit-log.js';
import { AUDIT_ENTRIES, auditLogContract } from '../../contracts/audit-log-contract.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { RecordingAuditLog } from '../../fakes/recording-audit-log.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { describeNeeding } from '../../support/needing.js';
import { CAN_MOUNT, fill, removeDisks, smallDisk } from '../file-system/small-disk.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-'));
  path = join(directory, 'audit.jsonl');
});
afterEach(() => {
  removeDisks();
  rmSync(directory, { recursive: true, force: true });
});

const opened = (fields: readonly AuditField[] = AUDIT_FIELDS, maxRefusals = 3) => {
  const [clock, logger] = [new FakeClock(), new RecordingLogger()];
  return { clock, logger, log: new FileAuditLog({ path, fields, maxRefusals }, clock, logger) };
};
const linesOf = (file = path): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const STARTED = AUDIT_ENTRIES[0] as AuditEntry;
const REFUSED = AUDIT_ENTRIES[4] as AuditEntry;

auditLogContract('none', () => ({ auditLog: new NoAuditLog() }));
auditLogContract('recording', () => {
  const auditLog = new RecordingAuditLog();
  return { auditLog, kept: () => auditLog.entries.map(({ event }) => event) };
});
auditLogContract('file', () => ({
  auditLog: opened().log,
  kept: () => linesOf().map(({ event }) => String(event)),
}));

describe('FileAuditLog', () => {
  test('writes the fields that were chosen, with the time and who it was', () => {
    opened().log.record(STARTED);
    expect(linesOf()).toEqual([
      {
        time: '1970-01-01T00:00:00.000Z',
        event: 'process_started',
        session: '01234567…',
        address: '192.0.2.1',
        client: 'codex',
        subject: 'ada',
        process: 'p1',
        pid: 42,
        sandboxed: true,
        program: 'sh',
        argv: ['sh', '-c', 'exit "$CODE"'],
        cwd: '/srv',
        variables: ['CODE'],
      },
    ]);
  });

  test.each<[readonly AuditField[], string[]]>([
    [[], []],
    [['program'], ['program']],
    [
      ['variables', 'cwd'],
      ['cwd', 'variables'],
    ],
  ])('writes, given the fields %j, of a command only %j', (fields, expected) => {
    opened(fields).log.record(STARTED);
    const [line = {}] = linesOf();
    const names = ['program', 'argv', 'cwd', 'variables'];
    expect(Object.keys(line).filter((name) => names.includes(name))).toEqual(expected);
  });

  test('makes its file for this user alone, also one that others could read', () => {
    opened();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    opened();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('appends to what there is', () => {
    writeFileSync(path, '{"event":"former"}\n');
    opened().log.record(REFUSED);
    expect(linesOf().map(({ event }) => event)).toEqual(['former', 'client_refused']);
  });

  test.each([
    ['a directory', () => directory],
    ['a missing directory', () => join(directory, 'none', 'x')],
    [
      'a FIFO',
      () => {
        execFileSync('mkfifo', [join(directory, 'f')]);
        return join(directory, 'f');
      },
    ],
    ['a device', () => '/dev/null'],
    [
      'a symbolic link',
      () => {
        symlinkSync('/etc/hostname', join(directory, 'l'));
        return join(directory, 'l');
      },
    ],
  ])('refuses %s', (_, target) => {
    path = target();
    expect(() => opened()).toThrow();
  });

  test('continues in a new file when it is opened again after a rotation', () => {
    const { log } = opened();
    log.record(STARTED);
    renameSync(path, `${path}.1`);
    log.record(STARTED);
    log.reopen();
    log.record(REFUSED);
    expect([linesOf(`${path}.1`).length, linesOf().length]).toEqual([2, 1]);
  });

  test('keeps the former file when it cannot be opened again, and logs it', () => {
    const { log, logger } = opened();
    const aside = `${directory}-aside`;
    renameSync(directory, aside);
    log.reopen();
    log.record(REFUSED);
    renameSync(aside, directory);
    expect(existsSync(path) && linesOf()).toHaveLength(1);
    expect(logger.lines[0]).toMatchObject({
      level: 'error',
      message: 'reopening the audit log failed: the former file stays in use',
    });
  });

  test('limits refusals a minute, and counts the rest; starts are never limited', () => {
    const { log, clock } = opened(['program'], 2);
    for (let count = 0; count < 5; count += 1) {
      log.record(REFUSED);
      log.record(STARTED);
    }
    clock.advance(60_000);
    log.record(REFUSED);
    const events = linesOf().map(({ event }) => event);
    expect(events.filter((event) => event === 'process_started')).toHaveLength(5);
    expect(events.filter((event) => event === 'client_refused')).toHaveLength(3);
    expect(linesOf().at(-2)).toMatchObject({ event: 'refusals_suppressed', suppressed: 3 });
  });

  test('writes how many refusals it suppressed when it is closed', () => {
    const { log } = opened(['program'], 1);
    for (let count = 0; count < 3; count += 1) {
      log.record(REFUSED);
    }
    log.close();
    expect(linesOf().map(({ event }) => event)).toEqual(['client_refused', 'refusals_suppressed']);
    expect(linesOf().at(-1)).toMatchObject({ suppressed: 2 });
  });

  test('writes nothing once it is closed, also into no file that has its descriptor then', () => {
    const { log, clock } = opened(AUDIT_FIELDS, 1);
    log.record(REFUSED);
    log.record(REFUSED);
    log.close();
    const other = join(directory, 'other');
    const descriptor = openSync(other, 'a');
    log.record(REFUSED);
    log.record(STARTED);
    log.reopen();
    log.close();
    clock.advance(60_000);
    // Fails where `log` has closed it.
    closeSync(descriptor);
    expect([readFileSync(other, 'utf8'), linesOf().length]).toEqual(['', 2]);
  });
});

describeNeeding('the right to mount', CAN_MOUNT)('FileAuditLog on a full disk', () => {
  test('keeps what fits into memory, writes it when there is room, and says what was lost', () => {
    const disk = smallDisk('size=1m');
    path = join(disk, 'audit.jsonl');
    const { log, clock, logger } = opened();
    log.record(STARTED);
    fill(disk);
    const count = 3000;
    for (let written = 0; written < count; written += 1) {
      log.record(STARTED);
    }
    for (let piece = 0; piece < 8; piece += 1) {
      rmSync(join(disk, `fill-${piece}`));
    }
    clock.advance(2000);
    log.record(REFUSED);
    const lines = linesOf();
    const lost = Number(lines.find(({ event }) => event === 'lines_lost')?.lost);
    const started = lines.filter(({ event }) => event === 'process_started').length;
    expect(lost).toBeGreaterThan(0);
    expect(started + lost).toBe(count + 1);
    expect(lines.at(-1)).toMatchObject({ event: 'client_refused' });
    expect(logger.lines).toContainEqual({
      level: 'error',
      message: 'audit log lines lost: the file did not accept them',
      fields: { lost },
    });
    log.close();
  });
});

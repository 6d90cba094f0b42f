import { closeSync, constants, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import { redactError } from '../../application/logging/log-redaction.js';
import type { AuditEntry, AuditedCommand, AuditLog } from '../../application/ports/audit-log.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import { LineWriter } from './line-writer.js';

/** What an operator may have recorded of a command. */
export const AUDIT_FIELDS = ['program', 'arguments', 'cwd', 'variables'] as const;
export type AuditField = (typeof AUDIT_FIELDS)[number];

/** Where a `FileAuditLog` writes, and what. */
export interface AuditFile {
  readonly path: string;
  readonly fields: readonly AuditField[];
  /** Refused clients and sessions a minute; the rest is counted. */
  readonly maxRefusals: number;
}

/** For the user of this process alone. */
const MODE = 0o600;
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
const FLAGS = O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_WRONLY;
const WINDOW_MS = 60_000;

/**
 * Appends a JSON line for each entry to a file of mode 0600. What a full disk does not take waits in memory, up to 256 KiB, and
 * is written when there is room; lines beyond that are lost, which the log and the file itself say.
 */
export class FileAuditLog implements AuditLog {
  readonly #file: AuditFile;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #lines: LineWriter;
  /** Undefined once it is closed: another file may have the number then. */
  #descriptor: number | undefined;
  #refusals = 0;
  #cancelWindow: (() => void) | undefined;

  /** @throws {Error} with the reason, when the file cannot be opened for appending, or is none. */
  constructor(file: AuditFile, clock: Clock, logger: Logger) {
    this.#file = file;
    this.#clock = clock;
    this.#logger = logger;
    this.#descriptor = open(file.path);
    this.#lines = new LineWriter(
      (bytes) => (this.#descriptor === undefined ? 0 : writeSync(this.#descriptor, bytes)),
      clock,
      (lost) => {
        logger.error('audit log lines lost: the file did not accept them', { lost });
        this.#write({ event: 'lines_lost', lost });
      },
    );
  }

  /** After `close` it has no effect. */
  record(entry: AuditEntry): void {
    if (this.#descriptor === undefined) {
      return;
    }
    if (entry.event === 'client_refused' || entry.event === 'session_refused') {
      if (!this.#hasRoomForRefusal()) {
        return;
      }
    }
    const { event, who, ...rest } = entry;
    const { command, ...facts } = { command: undefined, ...rest };
    const chosen = command && choose(command, this.#file.fields);
    this.#write({ event, ...who, ...facts, ...chosen });
  }

  /** Opens the file again, after its rotation; where that fails the former one stays in use. After `close` it has no effect. */
  reopen(): void {
    const former = this.#descriptor;
    if (former === undefined) {
      return;
    }
    // What waits belongs to the former file, as far as that takes it.
    this.#lines.writeWaiting();
    try {
      this.#descriptor = open(this.#file.path);
      closeSync(former);
    } catch (error) {
      this.#logger.error('reopening the audit log failed: the former file stays in use', {
        cause: redactError(error),
      });
    }
  }

  /** Writes how many refusals were suppressed and what waits, as far as the file takes it, and closes the file. */
  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) {
      return;
    }
    this.#endWindow();
    this.#lines.writeWaiting();
    this.#descriptor = undefined;
    closeSync(descriptor);
  }

  #write(fields: object): void {
    const time = new Date(this.#clock.unixTimeMs()).toISOString();
    this.#lines.write(`${JSON.stringify({ time, ...fields })}\n`);
  }

  /** A client that is refused over and over must not fill the disk. */
  #hasRoomForRefusal(): boolean {
    if (this.#refusals === 0) {
      this.#cancelWindow = this.#clock.schedule(WINDOW_MS, () => this.#endWindow());
    }
    this.#refusals += 1;
    return this.#refusals <= this.#file.maxRefusals;
  }

  #endWindow(): void {
    this.#cancelWindow?.();
    const suppressed = this.#refusals - this.#file.maxRefusals;
    this.#refusals = 0;
    if (suppressed > 0) {
      this.#write({ event: 'refusals_suppressed', suppressed });
    }
  }
}

/** `O_NONBLOCK`: opening a FIFO without a reader must not wait, but fail. */
const open = (path: string): number => {
  const descriptor = openSync(path, FLAGS, MODE);
  try {
    if (!fstatSync(descriptor).isFile()) {
      throw new Error('not a regular file');
    }
    fchmodSync(descriptor, MODE);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
};

const choose = (
  { argv, isArgvAbridged, cwd, variables, isSandboxed }: AuditedCommand,
  fields: readonly AuditField[],
): object => ({
  sandboxed: isSandboxed,
  ...(fields.includes('program') && { program: argv[0] }),
  ...(fields.includes('arguments') && { argv, argvAbridged: isArgvAbridged || undefined }),
  ...(fields.includes('cwd') && { cwd }),
  ...(fields.includes('variables') && { variables }),
});

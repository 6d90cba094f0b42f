import type { Writable } from 'node:stream';
import type { RunningProcess } from '../../client/index.js';
import type { SessionRecord } from '../sessions/session-record.js';
import type { SessionRecords } from '../sessions/session-records.js';
import type { TerminalModes } from '../terminal/terminal-modes.js';

/** Bytes that an `attach` may print twice after this program was killed. */
const SAVE_MS = 1000;

type Followed = Pick<RunningProcess, 'lastSeq' | 'stdout' | 'stderr'>;

/** Keeps in the record how far the user has seen the output, so that the next `attach` goes on there. */
export class SeenOutput {
  readonly #records: SessionRecords;
  readonly #process: Followed;
  readonly #modes: TerminalModes;
  readonly #outputs: readonly Pick<Writable, 'writableLength'>[];
  readonly #timer: NodeJS.Timeout;
  #record: SessionRecord;

  /** @param outputs what it is printed to */
  constructor(
    records: SessionRecords,
    record: SessionRecord,
    process: Followed,
    modes: TerminalModes,
    outputs: readonly Pick<Writable, 'writableLength'>[],
  ) {
    this.#records = records;
    this.#record = record;
    this.#process = process;
    this.#modes = modes;
    this.#outputs = outputs;
    this.#timer = setInterval(() => this.#saveIfPrinted(), SAVE_MS).unref();
  }

  /** Everything that came is printed: saves it for the last time. */
  save(): void {
    clearInterval(this.#timer);
    this.#save();
  }

  /** The command has ended, and all of its output is printed: forgets it. */
  remove(): void {
    clearInterval(this.#timer);
    this.#records.remove(this.#record);
  }

  /** Nothing more is saved. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #saveIfPrinted(): void {
    const { lastSeq, stdout, stderr } = this.#process;
    const isPrinted =
      [stdout, stderr].every(({ readableLength }) => readableLength === 0) &&
      this.#outputs.every(({ writableLength }) => writableLength === 0);
    if (isPrinted && lastSeq !== this.#record.seenSeq) {
      this.#save();
    }
  }

  #save(): void {
    const { lastSeq: seenSeq } = this.#process;
    const record = { ...this.#record, seenSeq, modes: this.#modes.toJSON() };
    try {
      this.#records.save(record);
      this.#record = record;
    } catch {
      // A full disk must not end the command: the next `attach` prints again what was printed since.
    }
  }
}

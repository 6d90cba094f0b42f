import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../cli-error.js';
import { readPrivateFile, removePrivateFile, writePrivateFile } from '../daemon/private-file.js';
import { type SessionRecord, shortId } from './session-record.js';

/** The sessions that the command lines of this user have made and that have not ended, one file each. */
export class SessionRecords {
  readonly #directory: string;

  /** @param stateDirectory of `openStateDirectory` */
  constructor(stateDirectory: string) {
    this.#directory = join(stateDirectory, 'sessions');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  /** Those of a server, oldest first. */
  of(server: string): readonly SessionRecord[] {
    return this.#all()
      .filter((record) => record.server === server)
      .sort((a, b) => a.startedAtMs - b.startedAtMs);
  }

  /** Those of which `isLost` says that their server is gone; they are forgotten. */
  takeLost(isLost: (server: string) => boolean): readonly SessionRecord[] {
    const lost = this.#all().filter(({ server }) => isLost(server));
    for (const record of lost) {
      this.remove(record);
    }
    return lost;
  }

  /**
   * The session of a server whose id begins with `prefix`.
   *
   * @throws {CliError} when there is none, or more than one.
   */
  find(server: string, prefix: string): SessionRecord {
    const found = this.of(server).filter((record) => shortId(record).startsWith(prefix));
    const [only, another] = found;
    if (only === undefined) {
      throw new CliError(`there is no command ${prefix}; exec-server ps -a lists them`);
    }
    if (another !== undefined) {
      const ids = found.map(shortId).join(', ');
      throw new CliError(`${prefix} may be any of ${ids}; give more of its digits`);
    }
    return only;
  }

  save(record: SessionRecord): void {
    writePrivateFile(this.#pathOf(record), record);
  }

  remove(record: SessionRecord): void {
    removePrivateFile(this.#pathOf(record));
  }

  #all(): readonly SessionRecord[] {
    return readdirSync(this.#directory)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readPrivateFile(join(this.#directory, name)))
      .filter(isRecord);
  }

  #pathOf(record: SessionRecord): string {
    return join(this.#directory, `${shortId(record)}.json`);
  }
}

const isRecord = (value: unknown): value is SessionRecord => {
  const { sessionId, processId, server, command } = (value ?? {}) as Partial<SessionRecord>;
  return (
    typeof sessionId === 'string' &&
    typeof processId === 'string' &&
    typeof server === 'string' &&
    Array.isArray(command)
  );
};

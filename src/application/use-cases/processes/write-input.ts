import { ExecServerError } from '../../../domain/errors.js';
import type { Write } from '../../../domain/processes/write-ledger.js';
import type { ClientConnection } from '../../connection/client-connection.js';

/** Longer ids are rejected, since `maxRememberedWriteIds` of them are kept per process. */
const MAX_WRITE_ID_LENGTH = 4096;

export interface WriteInputCommand extends Write {
  readonly processId: string;
}

export type WriteStatus = 'accepted' | 'unknownProcess' | 'stdinClosed';

/** Writes to the stdin or the terminal of a process, in the order of the calls. */
export class WriteInput {
  /**
   * Resolves when the bytes are queued: `accepted` does not wait for the process to read them.
   *
   * @throws {ExecServerError} for an invalid `writeId`, for one that was used for other bytes, and when the
   * input queue is full.
   */
  async execute(connection: ClientConnection, command: WriteInputCommand): Promise<WriteStatus> {
    const session = connection.requireSession('exec');
    if (command.writeId === '') {
      throw new ExecServerError('invalid-argument', 'writeId must not be empty');
    }
    if (command.writeId.length > MAX_WRITE_ID_LENGTH) {
      throw new ExecServerError(
        'invalid-argument',
        `writeId must be at most ${MAX_WRITE_ID_LENGTH} characters`,
      );
    }
    const process = await session.process(command.processId);
    return process?.write(command) ?? 'unknownProcess';
  }
}

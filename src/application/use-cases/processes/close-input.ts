import { ExecServerError } from '../../../domain/errors.js';
import { requireProcess } from '../../../domain/sessions/require-process.js';
import type { ClientConnection } from '../../connection/client-connection.js';

export interface CloseInputCommand {
  readonly processId: string;
}

/** Closes the stdin of a process behind everything written to it. */
export class CloseInput {
  /**
   * Resolves when the end is queued. Without effect when stdin is closed already, or the process has none.
   *
   * @throws {ExecServerError} when the process is unknown, or on a terminal, whose input has no end.
   */
  async execute(connection: ClientConnection, command: CloseInputCommand): Promise<void> {
    const session = connection.requireSession('exec');
    const { processId } = command;
    const process = requireProcess(await session.process(processId), processId);
    if (process.isOnTerminal) {
      throw new ExecServerError(
        'invalid-request',
        `process ${process.id} is on a terminal; write its end-of-file character (\\x04) instead`,
      );
    }
    process.closeInput();
  }
}

import { ExecServerError } from '../../../domain/errors.js';
import type { TerminalSize } from '../../../domain/processes/process-control.js';
import { requireProcess } from '../../../domain/sessions/require-process.js';
import type { ClientConnection } from '../../connection/client-connection.js';

export interface ResizeTerminalCommand {
  readonly processId: string;
  readonly size: TerminalSize;
}

/** Sets the size of a process's terminal, which signals SIGWINCH to its foreground process group. */
export class ResizeTerminal {
  /**
   * Resolves when the size is set; without effect once the process has exited.
   *
   * @throws {ExecServerError} when the process is unknown, or not on a terminal.
   */
  async execute(connection: ClientConnection, command: ResizeTerminalCommand): Promise<void> {
    const session = connection.requireSession('exec');
    const { processId } = command;
    const process = requireProcess(await session.process(processId), processId);
    if (!process.isOnTerminal) {
      throw new ExecServerError('invalid-request', `process ${process.id} is not on a terminal`);
    }
    process.resize(command.size);
  }
}

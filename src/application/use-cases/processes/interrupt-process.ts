import type { ClientConnection } from '../../connection/client-connection.js';

export interface InterruptProcessCommand {
  readonly processId: string;
}

/** Interrupts the process group (SIGINT), as Ctrl-C would. */
export class InterruptProcess {
  /**
   * Resolves when the signal is sent; an unknown or exited process is not an error (docs/protocol.md section
   * 6.6).
   */
  async execute(connection: ClientConnection, command: InterruptProcessCommand): Promise<void> {
    const session = connection.requireSession('exec');
    const process = await session.process(command.processId);
    process?.interrupt();
  }
}

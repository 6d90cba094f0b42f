import type { ClientConnection } from '../../connection/client-connection.js';

export interface SignalProcessCommand {
  readonly processId: string;
  /** A name of the host's signals, such as `SIGINT`. */
  readonly signal: string;
}

/** Sends a signal to the process group, as the terminal does at Ctrl-C. */
export class SignalProcess {
  /**
   * Resolves when the signal is sent; an unknown or exited process is not an error (docs/protocol.md section
   * 6.6).
   */
  async execute(connection: ClientConnection, command: SignalProcessCommand): Promise<void> {
    const session = connection.requireVisibleSession('exec');
    const process = await session.process(command.processId);
    process?.signal(command.signal);
  }
}

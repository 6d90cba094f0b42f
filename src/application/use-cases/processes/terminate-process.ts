import type { ClientConnection } from '../../connection/client-connection.js';

export interface TerminateProcessCommand {
  readonly processId: string;
}

/** Kills a process and the rest of its group, also after the process has exited. */
export class TerminateProcess {
  /** Resolves with whether the process was running, once SIGKILL is sent; `exited` and `closed` follow. */
  async execute(connection: ClientConnection, command: TerminateProcessCommand): Promise<boolean> {
    const session = connection.requireVisibleSession('exec');
    const process = await session.process(command.processId);
    return process?.terminate() ?? false;
  }
}

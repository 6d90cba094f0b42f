import type { ClientConnection } from '../../connection/client-connection.js';
import type { FileAccess } from './file-operations.js';

export interface CloseHandleCommand {
  readonly handleId: string;
}

/** Closes a file; one that is not open is no error (docs/protocol.md section 8.5). */
export class CloseHandle {
  readonly #access: FileAccess;

  constructor(access: FileAccess) {
    this.#access = access;
  }

  execute(connection: ClientConnection, { handleId }: CloseHandleCommand): Promise<void> {
    return this.#access.run(connection, undefined, () => connection.handles.discard(handleId));
  }
}

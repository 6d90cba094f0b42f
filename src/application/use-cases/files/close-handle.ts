import { requireHandleId } from '../../../domain/files/file-handles.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { FileOperations } from './file-operations.js';

export interface CloseHandleCommand {
  readonly handleId: string;
}

/** Closes a file; an unknown handle is not an error (docs/protocol.md section 8.5). */
export class CloseHandle {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** @throws {ExecServerError} for an id that no handle can have. */
  execute(connection: ClientConnection, { handleId }: CloseHandleCommand): Promise<void> {
    return this.#operations.run(connection, undefined, () => {
      requireHandleId(handleId);
      return connection.handles.close(handleId);
    });
  }
}

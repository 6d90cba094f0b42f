import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileOperations } from './file-operations.js';

export interface CopyPathCommand {
  readonly source: HostPath;
  readonly destination: HostPath;
  /** Required for directories. */
  readonly recursive: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Copies a file, a symbolic link or a directory. */
export class CopyPath {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** Resolves when the copy is complete. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: CopyPathCommand): Promise<void> {
    return this.#operations.run(connection, command.sandbox, (files) =>
      files.copy(requireLocalPath(command.source), requireLocalPath(command.destination), command),
    );
  }
}

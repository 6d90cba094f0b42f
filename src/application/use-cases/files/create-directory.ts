import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileOperations } from './file-operations.js';

export interface CreateDirectoryCommand {
  readonly path: HostPath;
  /** Creates missing parents; an existing directory is not an error then. */
  readonly recursive: boolean;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Creates a directory. */
export class CreateDirectory {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** Resolves when it exists. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: CreateDirectoryCommand): Promise<void> {
    return this.#operations.run(connection, command.sandbox, (files) =>
      files.createDirectory(requireLocalPath(command.path), command),
    );
  }
}

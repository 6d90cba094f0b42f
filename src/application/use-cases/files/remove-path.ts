import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileOperations } from './file-operations.js';

export interface RemovePathCommand {
  readonly path: HostPath;
  /** Also removes directories with their contents. */
  readonly recursive: boolean;
  /** A missing path is not an error. */
  readonly force: boolean;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Removes a file, a symbolic link or a directory. */
export class RemovePath {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** Resolves when it is removed. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: RemovePathCommand): Promise<void> {
    return this.#operations.run(connection, command.sandbox, (files) =>
      files.remove(requireLocalPath(command.path), command),
    );
  }
}

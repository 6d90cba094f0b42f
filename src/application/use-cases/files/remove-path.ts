import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileOperations } from './file-operations.js';

export interface RemovePathCommand {
  readonly path: HostPath;
  /** Directories with all that is in them. */
  readonly recursive: boolean;
  /** What is missing is no error. */
  readonly force: boolean;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Removes a file, a symbolic link or a directory. */
export class RemovePath {
  readonly #access: FileOperations;

  constructor(access: FileOperations) {
    this.#access = access;
  }

  /** Resolves when it is gone. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: RemovePathCommand): Promise<void> {
    return this.#access.run(connection, command.sandbox, (files) =>
      files.remove(requireLocalPath(command.path), command),
    );
  }
}

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
  readonly #access: FileOperations;

  constructor(access: FileOperations) {
    this.#access = access;
  }

  /** Resolves when it exists. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: CreateDirectoryCommand): Promise<void> {
    return this.#access.run(connection, command.sandbox, (files) =>
      files.createDirectory(requireLocalPath(command.path), command),
    );
  }
}

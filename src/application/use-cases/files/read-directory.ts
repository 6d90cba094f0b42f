import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { Answer } from '../../ports/answer.js';
import type { DirectoryEntry } from '../../ports/file-system.js';
import type { FileOperations } from './file-operations.js';

export interface ReadDirectoryCommand {
  readonly path: HostPath;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Lists a directory. */
export class ReadDirectory {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** Resolves with its entries in unspecified order. @throws {ExecServerError} */
  execute(
    connection: ClientConnection,
    command: ReadDirectoryCommand,
  ): Answer<readonly DirectoryEntry[]> {
    return this.#operations.read(connection, command.sandbox, (files) =>
      files.readDirectory(requireLocalPath(command.path)),
    );
  }
}

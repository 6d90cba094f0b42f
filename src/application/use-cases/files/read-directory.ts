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
  readonly #access: FileOperations;

  constructor(access: FileOperations) {
    this.#access = access;
  }

  /** Resolves with its entries in unspecified order. @throws {ExecServerError} */
  execute(
    connection: ClientConnection,
    command: ReadDirectoryCommand,
  ): Answer<readonly DirectoryEntry[]> {
    return this.#access.read(connection, command.sandbox, (files) =>
      files.readDirectory(requireLocalPath(command.path)),
    );
  }
}

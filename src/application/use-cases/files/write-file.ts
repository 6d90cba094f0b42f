import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileOperations } from './file-operations.js';

export interface WriteFileCommand {
  readonly path: HostPath;
  /** @throws {ExecServerError} when what the client sent is no content. */
  readonly content: () => Uint8Array;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Creates a file or replaces what is in it, all or nothing. */
export class WriteFile {
  readonly #access: FileOperations;

  constructor(access: FileOperations) {
    this.#access = access;
  }

  /** Resolves when the new content is there. @throws {ExecServerError} when it is not, and the old one is. */
  execute(connection: ClientConnection, command: WriteFileCommand): Promise<void> {
    return this.#access.run(connection, command.sandbox, (files) => {
      const bytes = command.content();
      return files.writeFile(requireLocalPath(command.path), bytes, command);
    });
  }
}

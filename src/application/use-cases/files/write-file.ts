import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileOperations } from './file-operations.js';

export interface WriteFileCommand {
  readonly path: HostPath;
  /** Decodes the content. @throws {ExecServerError} when the client sent invalid content. */
  readonly content: () => Uint8Array;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Creates a file or replaces its content atomically. */
export class WriteFile {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** Resolves when the new content is in place. @throws {ExecServerError} when the old one is unchanged. */
  execute(connection: ClientConnection, command: WriteFileCommand): Promise<void> {
    const { path, content, followSymlinks, sandbox } = command;
    return this.#operations.write(connection, sandbox, (files, inTurn) => {
      // Upstream names the mistake in the content before one in the path.
      const bytes = content();
      return files.writeFile(requireLocalPath(path), bytes, { followSymlinks, inTurn });
    });
  }
}

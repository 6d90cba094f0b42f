import type { SandboxPolicy } from '../../domain/sandbox-policy.js';
import type { ClientConnection } from '../client-connection.js';
import type { FileAccess } from '../file-access.js';
import { type HostPath, requireLocalPath } from '../host-path.js';

export interface CopyPathCommand {
  readonly source: HostPath;
  readonly destination: HostPath;
  /** Needed for directories. */
  readonly recursive: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Copies a file, a symbolic link or a directory. */
export class CopyPath {
  readonly #access: FileAccess;

  constructor(access: FileAccess) {
    this.#access = access;
  }

  /** Resolves when all of it is there. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: CopyPathCommand): Promise<void> {
    return this.#access.run(connection, command.sandbox, (files) =>
      files.copy(requireLocalPath(command.source), requireLocalPath(command.destination), command),
    );
  }
}

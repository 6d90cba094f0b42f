import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { Answer } from '../../ports/answer.js';
import type { FileOperations } from './file-operations.js';

export interface CanonicalizeCommand {
  readonly path: HostPath;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Resolves a path's symbolic links. */
export class Canonicalize {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /** Resolves with the absolute path. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: CanonicalizeCommand): Answer<string> {
    return this.#operations.read(connection, command.sandbox, (files) =>
      files.canonicalize(requireLocalPath(command.path)),
    );
  }
}

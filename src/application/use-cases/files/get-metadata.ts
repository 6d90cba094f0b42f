import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileMetadata } from '../../ports/file-system.js';
import type { FileOperations } from './file-operations.js';

export interface GetMetadataCommand {
  readonly path: HostPath;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Reads the metadata of a path's target. */
export class GetMetadata {
  readonly #access: FileOperations;

  constructor(access: FileOperations) {
    this.#access = access;
  }

  /** Resolves with the metadata. @throws {ExecServerError} */
  execute(connection: ClientConnection, command: GetMetadataCommand): Promise<FileMetadata> {
    return this.#access.run(connection, command.sandbox, (files) =>
      files.metadata(requireLocalPath(command.path), command),
    );
  }
}

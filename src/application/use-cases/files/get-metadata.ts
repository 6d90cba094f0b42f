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

  /**
   * Resolves with the metadata; when links are followed, a time before 1970 is 0, as upstream has it.
   *
   * @throws {ExecServerError}
   */
  execute(connection: ClientConnection, command: GetMetadataCommand): Promise<FileMetadata> {
    const { path, followSymlinks, sandbox } = command;
    return this.#access.read(connection, sandbox, async (files) => {
      const metadata = await files.metadata(requireLocalPath(path), { followSymlinks });
      return followSymlinks
        ? { ...metadata, modifiedAtMs: Math.max(metadata.modifiedAtMs, 0) }
        : metadata;
    });
  }
}

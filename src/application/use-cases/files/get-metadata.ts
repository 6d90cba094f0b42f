import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import { type Answer, mapAnswer } from '../../ports/answer.js';
import type { FileMetadata } from '../../ports/file-system.js';
import type { FileOperations } from './file-operations.js';

export interface GetMetadataCommand {
  readonly path: HostPath;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Reads the metadata of a path's target. */
export class GetMetadata {
  readonly #operations: FileOperations;

  constructor(operations: FileOperations) {
    this.#operations = operations;
  }

  /**
   * The metadata; when links are followed, a time before 1970 is 0, as upstream has it.
   *
   * @throws {ExecServerError}
   */
  execute(connection: ClientConnection, command: GetMetadataCommand): Answer<FileMetadata> {
    const { path, followSymlinks, sandbox } = command;
    const metadata = this.#operations.read(connection, sandbox, (files) =>
      files.metadata(requireLocalPath(path), { followSymlinks }),
    );
    return followSymlinks ? mapAnswer(metadata, withoutNegativeTime) : metadata;
  }
}

const withoutNegativeTime = (metadata: FileMetadata): FileMetadata => ({
  ...metadata,
  modifiedAtMs: Math.max(metadata.modifiedAtMs, 0),
});

import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileLimits } from '../../limits/file-limits.js';
import type { Answer } from '../../ports/answer.js';
import type { FileOperations } from './file-operations.js';

export interface ReadFileCommand {
  readonly path: HostPath;
  readonly followSymlinks: boolean;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Reads a whole file. */
export class ReadFile {
  readonly #operations: FileOperations;
  readonly #limits: FileLimits;

  constructor(operations: FileOperations, limits: FileLimits) {
    this.#operations = operations;
    this.#limits = limits;
  }

  /** The content. @throws {ExecServerError} also when it is too large for a message. */
  execute(connection: ClientConnection, command: ReadFileCommand): Answer<Uint8Array> {
    const { path, followSymlinks, sandbox } = command;
    return this.#operations.read(connection, sandbox, (files) =>
      files.readFile(requireLocalPath(path), {
        followSymlinks,
        maxBytes: this.#limits.maxReadFileBytes,
      }),
    );
  }
}

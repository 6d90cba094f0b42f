import { requireHandleId } from '../../../domain/files/file-handles.js';
import { SerialFile } from '../../../domain/files/serial-file.js';
import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileLimits } from '../../limits/file-limits.js';
import type { FileOperations } from './file-operations.js';

export interface OpenHandleCommand {
  /** Chosen by the client. */
  readonly handleId: string;
  readonly path: HostPath;
  /** `replace` creates or truncates the file for writing. */
  readonly mode: 'read' | 'replace';
  readonly sandbox: SandboxPolicy | undefined;
}

/** Opens a file; it stays open until the client closes it, or what its handle belongs to ends. */
export class OpenHandle {
  readonly #operations: FileOperations;
  readonly #limits: FileLimits;

  constructor(operations: FileOperations, limits: FileLimits) {
    this.#operations = operations;
    this.#limits = limits;
  }

  /**
   * Resolves with the handle's id. @throws {ExecServerError} for an id that is too long or in use, and above the
   * limit of handles.
   */
  async execute(connection: ClientConnection, command: OpenHandleCommand): Promise<string> {
    const { handleId, path, mode, sandbox } = command;
    await this.#operations.run(connection, sandbox, (files) => {
      requireHandleId(handleId);
      const local = requireLocalPath(path);
      const open = async () => new SerialFile(await files.open(local, mode));
      return connection.handles.open(handleId, this.#limits.maxFileHandles, open);
    });
    return handleId;
  }
}

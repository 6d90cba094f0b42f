import { ExecServerError } from '../../../domain/errors.js';
import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { FileLimits } from '../../limits/file-limits.js';
import type { Answer } from '../../ports/answer.js';
import type { Walk, WalkOptions } from '../../ports/file-system.js';
import type { FileOperations } from './file-operations.js';

export interface WalkDirectoryCommand {
  readonly path: HostPath;
  readonly options: WalkOptions;
  readonly sandbox: SandboxPolicy | undefined;
}

/** Lists a directory tree. */
export class WalkDirectory {
  readonly #operations: FileOperations;
  readonly #limits: FileLimits;

  constructor(operations: FileOperations, limits: FileLimits) {
    this.#operations = operations;
    this.#limits = limits;
  }

  /**
   * Resolves with the entries and errors. @throws {ExecServerError} also when a bound exceeds the server's.
   */
  execute(connection: ClientConnection, command: WalkDirectoryCommand): Answer<Walk> {
    const { path, options, sandbox } = command;
    return this.#operations.read(connection, sandbox, (files) => {
      this.#requireBounds(options);
      return files.walk(requireLocalPath(path), options);
    });
  }

  #requireBounds({ maxDepth, maxDirectories, maxEntries }: WalkOptions): void {
    const { maxWalkDepth, maxWalkDirectories, maxWalkEntries } = this.#limits;
    if (maxDirectories === 0 || maxEntries === 0) {
      throw new ExecServerError(
        'invalid-request',
        'filesystem walk limits must be greater than zero',
      );
    }
    if (
      maxDepth > maxWalkDepth ||
      maxDirectories > maxWalkDirectories ||
      maxEntries > maxWalkEntries
    ) {
      throw new ExecServerError(
        'invalid-request',
        `filesystem walk limits exceed maximums: depth=${maxWalkDepth}, directories=${maxWalkDirectories}, entries=${maxWalkEntries}`,
      );
    }
  }
}

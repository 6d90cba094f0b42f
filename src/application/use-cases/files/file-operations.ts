import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import { type ClientConnection, takenOver } from '../../connection/client-connection.js';
import type { FileSystem } from '../../ports/file-system.js';
import type { FileSystems } from '../../ports/file-system-provider.js';

/** The way of every file request: its session, its turn on its connection, its sandbox. */
export class FileAccess {
  readonly #files: FileSystems;

  constructor(files: FileSystems) {
    this.#files = files;
  }

  /**
   * Resolves with what `use` does with the files that the sandbox shows, after all file requests that came
   * before on this connection. Nothing of a connection that is gone is begun: its client may have said
   * something else on another one since.
   *
   * @throws {ExecServerError} before the connection is initialized, or rejects with it.
   */
  async run<T>(
    connection: ClientConnection,
    sandbox: SandboxPolicy | undefined,
    use: (files: FileSystem) => Promise<T>,
  ): Promise<T> {
    connection.requireSession('filesystem');
    return connection.fileRequests.run(() => {
      if (connection.gone.aborted) throw takenOver();
      return use(this.#files.under(sandbox));
    });
  }
}

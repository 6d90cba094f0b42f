import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import { type ClientConnection, sessionTakenOver } from '../../connection/client-connection.js';
import type { FileSystem } from '../../ports/file-system.js';
import type { FileSystemProvider } from '../../ports/file-system-provider.js';

/** The way of every file request: its session, its turn on its connection, its sandbox. */
export class FileOperations {
  readonly #files: FileSystemProvider;

  constructor(files: FileSystemProvider) {
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
      if (connection.closed.aborted) {
        throw sessionTakenOver();
      }
      return use(this.#files.forSandbox(sandbox));
    });
  }
}

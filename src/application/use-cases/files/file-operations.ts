import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { sandboxedFiles } from '../../host/sandboxed-files.js';
import type { Answer } from '../../ports/answer.js';
import type { FileSystem, FileTree } from '../../ports/file-system.js';
import type { FileSystemProvider } from '../../ports/file-system-provider.js';
import type { HostInformation } from '../../ports/host-information.js';

/** What reads. */
type ReadableFiles = FileTree & Pick<FileSystem, 'readFile'>;

/** Runs file requests: checks the session, waits in the connection's queue, applies the sandbox. */
export class FileOperations {
  readonly #files: FileSystemProvider;
  readonly #host: HostInformation;

  constructor(files: FileSystemProvider, host: HostInformation) {
    this.#files = files;
    this.#host = host;
  }

  /**
   * Resolves with the result of `use` on the sandboxed file system, which starts after all earlier file requests of
   * this connection. Not started once the connection is closed, since its client may have sent later requests on
   * another one.
   *
   * @throws {ExecServerError} before the connection is initialized, or rejects with it.
   */
  async run<T>(
    connection: ClientConnection,
    sandbox: SandboxPolicy | undefined,
    use: (files: FileSystem) => Promise<T>,
  ): Promise<T> {
    connection.requireSession('filesystem');
    return connection.fileRequests.run(() => this.#use(connection, sandbox, use));
  }

  /**
   * Likewise for what changes nothing: runs beside its like, after all earlier requests that may change something; at once where nothing
   * runs.
   *
   * @throws {ExecServerError} also that of `use`, or rejects with it.
   */
  read<T>(
    connection: ClientConnection,
    sandbox: SandboxPolicy | undefined,
    use: (files: ReadableFiles) => Answer<T>,
  ): Answer<T> {
    connection.requireSession('filesystem');
    return connection.fileRequests.read(() => this.#use(connection, sandbox, use));
  }

  /**
   * Likewise for a write, which may be prepared beside its like; `inTurn` rejects when the connection has closed before its turn.
   */
  async write<T>(
    connection: ClientConnection,
    sandbox: SandboxPolicy | undefined,
    use: (files: Pick<FileSystem, 'writeFile'>, inTurn: Promise<void> | undefined) => Promise<T>,
  ): Promise<T> {
    connection.requireSession('filesystem');
    return connection.fileRequests.write(async (turn) => {
      const inTurn = turn?.then(() => connection.requireOpen());
      // A write that fails before it awaits its turn does not handle its rejection, which would end the daemon.
      inTurn?.catch(() => undefined);
      try {
        return await this.#use(connection, sandbox, (files) => use(files, inTurn));
      } catch (error) {
        // A refusal is answered in its turn, too.
        await turn;
        throw error;
      }
    });
  }

  #use<T>(
    connection: ClientConnection,
    sandbox: SandboxPolicy | undefined,
    use: (files: FileSystem) => T,
  ): T {
    connection.requireOpen();
    return use(sandboxedFiles(this.#files, this.#host, sandbox));
  }
}

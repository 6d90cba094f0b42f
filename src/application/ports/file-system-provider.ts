import type { SandboxPolicy } from '../../domain/sandbox/sandbox-policy.js';
import type { FileSystem } from './file-system.js';

/** The files of this host, as they are and as a sandbox shows them. */
export interface FileSystemProvider {
  /**
   * The files as a request under that sandbox may use them; undefined: all that the server may.
   *
   * @throws {ExecServerError} when this host cannot enforce the sandbox: nothing runs unconfined.
   */
  forSandbox(sandbox: SandboxPolicy | undefined): FileSystem;
}

import type { SandboxPolicy } from '../../domain/sandbox/sandbox-policy.js';
import type { FileSystem } from './file-system.js';

/** Access to the files of this host, unrestricted or through a sandbox. */
export interface FileSystemProvider {
  /**
   * The file system as a request in that sandbox may use it; undefined: without restriction.
   *
   * @throws {ExecServerError} when this host cannot enforce the sandbox.
   */
  forSandbox(sandbox: SandboxPolicy | undefined): FileSystem;
}

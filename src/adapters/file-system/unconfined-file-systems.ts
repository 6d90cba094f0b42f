import type { FileSystem } from '../../application/ports/file-system.js';
import type { FileSystemProvider } from '../../application/ports/file-system-provider.js';
import { ExecServerError } from '../../domain/errors.js';
import type { SandboxPolicy } from '../../domain/sandbox/sandbox-policy.js';

/** Files without sandboxing: a sandboxed request is refused. */
export class UnconfinedFileSystems implements FileSystemProvider {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  forSandbox(sandbox: SandboxPolicy | undefined): FileSystem {
    if (sandbox === undefined) {
      return this.#files;
    }
    throw new ExecServerError('failed', 'filesystem sandbox cannot be enforced on this executor');
  }
}

import type { FileSystem } from '../../../src/application/ports/file-system.js';
import type { FileSystemProvider } from '../../../src/application/ports/file-system-provider.js';
import { ExecServerError } from '../../../src/domain/errors.js';
import type { Confinement } from '../../../src/domain/sandbox/confinement.js';

/** Files without any sandbox: a request that asks for one is refused. */
export class UnconfinedFileSystems implements FileSystemProvider {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  forSandbox(confinement: Confinement | undefined): FileSystem {
    if (confinement === undefined) {
      return this.#files;
    }
    throw new ExecServerError('failed', 'filesystem sandbox cannot be enforced on this executor');
  }
}

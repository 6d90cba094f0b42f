import type { FileSystem } from '../../../application/ports/file-system.js';
import type { FileSystemProvider } from '../../../application/ports/file-system-provider.js';
import { type Confinement, compileSandboxPolicy } from '../../../domain/sandbox/confinement.js';
import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import { ConfinedFileSystem } from './confined-file-system.js';
import type { FileWorkerPool } from './file-worker-pool.js';

/** Files as they are, and through a helper in a sandbox where a request has one. */
export class SandboxedFileSystems implements FileSystemProvider {
  readonly #files: FileSystem;
  readonly #helpers: FileWorkerPool;
  readonly #temporaryDirectory: () => string | undefined;

  /** `temporaryDirectory` is what rules for `tmpdir` mean here. */
  constructor(
    files: FileSystem,
    helpers: FileWorkerPool,
    temporaryDirectory: () => string | undefined,
  ) {
    this.#files = files;
    this.#helpers = helpers;
    this.#temporaryDirectory = temporaryDirectory;
  }

  forSandbox(sandbox: SandboxPolicy | undefined): FileSystem {
    if (sandbox === undefined) {
      return this.#files;
    }
    const confinement = compileSandboxPolicy(sandbox, {
      cwd: sandbox.cwd ?? '/',
      temporaryDirectory: this.#temporaryDirectory(),
    });
    // Without rules for files there is nothing to confine: nothing here reaches a network.
    if (confinement?.files === undefined) {
      return this.#files;
    }
    const confined = new ConfinedFileSystem(this.#helpers, confinement);
    return readsEverything(confinement) ? withReading(this.#files, confined) : confined;
  }
}

/** Then reading needs no sandbox: whatever a path leads to may be read. */
const readsEverything = ({ files }: Confinement): boolean =>
  files !== undefined &&
  files.hidden.length === 0 &&
  files.rules.some(({ path, access }) => path === '/' && access !== 'deny') &&
  files.rules.every(({ access }) => access !== 'deny');

/** Reads with the one, writes with the other. */
const withReading = (reading: FileSystem, writing: FileSystem): FileSystem => ({
  readFile: (path, options) => reading.readFile(path, options),
  metadata: (path, options) => reading.metadata(path, options),
  canonicalize: (path) => reading.canonicalize(path),
  readDirectory: (path) => reading.readDirectory(path),
  walk: (path, options) => reading.walk(path, options),
  open: (path, mode) => (mode === 'read' ? reading : writing).open(path, mode),
  writeFile: (path, bytes, options) => writing.writeFile(path, bytes, options),
  createDirectory: (path, options) => writing.createDirectory(path, options),
  remove: (path, options) => writing.remove(path, options),
  copy: (source, destination, options) => writing.copy(source, destination, options),
});

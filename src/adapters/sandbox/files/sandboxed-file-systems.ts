import type { FileSystem } from '../../../application/ports/file-system.js';
import type { FileSystemProvider } from '../../../application/ports/file-system-provider.js';
import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { ConfinedFileSystem } from './confined-file-system.js';
import type { FileWorkerPool } from './file-worker-pool.js';

/** Files of the host, accessed by a worker process in a sandbox where a request is restricted. */
export class SandboxedFileSystems implements FileSystemProvider {
  readonly #files: FileSystem;
  readonly #helpers: FileWorkerPool;

  constructor(files: FileSystem, helpers: FileWorkerPool) {
    this.#files = files;
    this.#helpers = helpers;
  }

  forSandbox(confinement: Confinement | undefined): FileSystem {
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

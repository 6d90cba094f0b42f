import type { FileSystem } from '../../../application/ports/file-system.js';
import type { FileSystemProvider } from '../../../application/ports/file-system-provider.js';
import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { ConfinedFileSystem } from './confined-file-system.js';
import type { FileWorkerPool } from './file-worker-pool.js';

/** Files of the host, accessed by a worker process in a sandbox where a request is restricted. */
export class SandboxedFileSystems implements FileSystemProvider {
  readonly #files: FileSystem;
  readonly #workers: FileWorkerPool;

  constructor(files: FileSystem, workers: FileWorkerPool) {
    this.#files = files;
    this.#workers = workers;
  }

  forSandbox(confinement: Confinement | undefined): FileSystem {
    // File operations use no network, so without file rules there is nothing to restrict.
    if (confinement?.files === undefined) {
      return this.#files;
    }
    const confined = new ConfinedFileSystem(this.#workers, confinement);
    return readsEverything(confinement) ? withReading(this.#files, confined) : confined;
  }
}

/** Whether every file may be read. Reads then need no sandbox, whatever symbolic links a path contains. */
const readsEverything = ({ files }: Confinement): boolean =>
  files !== undefined &&
  files.hidden.length === 0 &&
  files.rules.some(({ path, access }) => path === '/' && access !== 'deny') &&
  files.rules.every(({ access }) => access !== 'deny');

/** Combines two file systems: reads use `reading`, everything else uses `writing`. */
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

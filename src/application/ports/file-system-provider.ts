import type { Confinement } from '../../domain/sandbox/confinement.js';
import type { FileSystem } from './file-system.js';

/** Access to the files of this host, unrestricted or through a sandbox. */
export interface FileSystemProvider {
  /**
   * The file system as a request under those restrictions may use it; undefined: without restriction.
   *
   * @throws {ExecServerError} when this host cannot enforce them.
   */
  forSandbox(confinement: Confinement | undefined): FileSystem;
}

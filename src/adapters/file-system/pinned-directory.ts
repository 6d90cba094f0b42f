import { constants, existsSync } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { entryOf, splitEntry, toHostBytes } from './host-path-bytes.js';

/** Linux's flag for a handle that needs no permission to read; Node does not name it. */
const O_PATH = 0o10000000;

/** Where a path can start at an open directory, which Node has no `openat` for. */
const HANDLE_PATHS =
  process.platform === 'linux' && existsSync('/proc/self/fd') ? '/proc/self/fd' : undefined;

/**
 * A directory that is held open: its entries are its own, whatever is renamed or linked meanwhile. Elsewhere
 * than on Linux it is looked at each time, which leaves a moment in between.
 */
export class PinnedDirectory {
  readonly #handle: FileHandle | undefined;
  readonly #path: Buffer;

  private constructor(path: Buffer, handle?: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Rejects with ENOTDIR for what is no directory, a symbolic link to one included. */
  static async open(path: Buffer): Promise<PinnedDirectory> {
    if (HANDLE_PATHS === undefined) {
      if (!(await lstat(path)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      return new PinnedDirectory(path);
    }
    const handle = await open(path, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    return new PinnedDirectory(Buffer.from(`${HANDLE_PATHS}/${handle.fd}`), handle);
  }

  /** The directory itself, to be listed. */
  get path(): Buffer {
    return this.#path;
  }

  entry(name: Buffer): Buffer {
    return entryOf(this.#path, name);
  }

  enter(name: Buffer): Promise<PinnedDirectory> {
    return PinnedDirectory.open(this.entry(name));
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

/** How one gets from a directory to an entry of it that is one as well. */
type Step = (directory: PinnedDirectory, name: Buffer) => Promise<PinnedDirectory>;

/**
 * Runs `use` with the directory that holds the last component and the name of that, having passed through
 * no symbolic link; one on the way rejects with ENOTDIR.
 */
export const withoutLinks = async <T>(
  path: string,
  use: (directory: PinnedDirectory, name: Buffer) => Promise<T>,
  step: Step = (directory, name) => directory.enter(name),
): Promise<T> => {
  const { directory: parents, name } = splitEntry(toHostBytes(path));
  let directory = await PinnedDirectory.open(Buffer.from('/'));
  try {
    for (const parent of components(parents)) {
      const next = await step(directory, parent);
      await directory.close();
      directory = next;
    }
    return await use(directory, name);
  } finally {
    await directory.close();
  }
};

const components = (path: Buffer): Buffer[] =>
  path
    .toString('latin1')
    .split('/')
    .filter((name) => name !== '')
    .map((name) => Buffer.from(name, 'latin1'));

import { constants, existsSync, readlinkSync, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { entryOf, splitEntry, toHostBytes } from './host-path-bytes.js';

/** Linux's flag for a handle that needs no read permission; Node does not export it. */
const O_PATH = 0o1000_0000;

/** The directory under which an open directory's handle can be used as a path; Node has no `openat`. */
const HANDLE_PATHS =
  process.platform === 'linux' && existsSync('/proc/self/fd') ? '/proc/self/fd' : undefined;

/**
 * An open directory: its entries are resolved relative to the handle, whatever is renamed or linked
 * meanwhile. Outside Linux its identity is checked each time, which leaves a race between check and use.
 */
export class DirectoryHandle {
  readonly #handle: FileHandle | undefined;
  readonly #path: Buffer;

  private constructor(path: Buffer, handle?: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Rejects with ENOTDIR for what is not a directory, a symbolic link included. */
  static async open(path: Buffer): Promise<DirectoryHandle> {
    if (HANDLE_PATHS === undefined) {
      if (!(await lstat(path)).isDirectory()) {
        throw Object.assign(new Error(), { code: 'ENOTDIR' });
      }
      return new DirectoryHandle(path);
    }
    return DirectoryHandle.#hold(path, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  }

  /** Likewise, following symbolic links. */
  static async openFollowing(path: Buffer): Promise<DirectoryHandle> {
    if (HANDLE_PATHS === undefined) {
      return new DirectoryHandle(path);
    }
    return DirectoryHandle.#hold(path, O_PATH | constants.O_DIRECTORY);
  }

  static async #hold(path: Buffer, flags: number): Promise<DirectoryHandle> {
    const handle = await open(path, flags);
    return new DirectoryHandle(Buffer.from(`${HANDLE_PATHS}/${handle.fd}`), handle);
  }

  /**
   * Opens a directory in one step. Undefined when a symbolic link may be on the way, or it cannot be opened:
   * going component by component then gives the exact error.
   */
  static async openAt(path: Buffer): Promise<DirectoryHandle | undefined> {
    if (HANDLE_PATHS === undefined) {
      return undefined;
    }
    const directory = await DirectoryHandle.open(path).catch(() => undefined);
    if (directory === undefined) {
      return undefined;
    }
    // The kernel reports the directory's current path, without asking the file system: equal to the requested
    // one only when no link is on the way.
    if (directory.#location()?.equals(path)) {
      return directory;
    }
    directory.close();
    return undefined;
  }

  #location(): Buffer | undefined {
    try {
      return readlinkSync(this.#path, { encoding: 'buffer' });
    } catch {
      return undefined;
    }
  }

  /** The path of the directory itself, for listing it. */
  get path(): Buffer {
    return this.#path;
  }

  entry(name: Buffer): Buffer {
    return entryOf(this.#path, name);
  }

  enter(name: Buffer): Promise<DirectoryHandle> {
    return DirectoryHandle.open(this.entry(name));
  }

  /** Status of the open directory, wherever it has been moved. */
  stat(): Promise<Stats> {
    return this.#handle?.stat() ?? lstat(this.#path);
  }

  /** False where directories cannot be held open, so that only their paths are kept. */
  get isHeld(): boolean {
    return this.#handle !== undefined;
  }

  close(): void {
    if (this.#handle !== undefined) {
      closeInBackground(this.#handle);
    }
  }
}

/** How to get from a directory to a subdirectory. */
type Step = (directory: DirectoryHandle, name: Buffer) => Promise<DirectoryHandle>;

/**
 * Runs `use` with the parent directory of a path and the name of its last component, following no symbolic
 * link; one on the way rejects with ENOTDIR.
 */
export const withNoFollowParent = async <T>(
  path: string,
  use: (directory: DirectoryHandle, name: Buffer) => Promise<T>,
  step: Step = (directory, name) => directory.enter(name),
): Promise<T> => {
  const { directory: parents, name } = splitEntry(toHostBytes(path));
  const directory = (await DirectoryHandle.openAt(parents)) ?? (await walkTo(parents, step));
  try {
    return await use(directory, name);
  } finally {
    directory.close();
  }
};

const walkTo = async (path: Buffer, step: Step): Promise<DirectoryHandle> => {
  let directory = await DirectoryHandle.open(Buffer.from('/'));
  for (const name of components(path)) {
    try {
      const next = await step(directory, name);
      directory.close();
      directory = next;
    } catch (error) {
      directory.close();
      throw error;
    }
  }
  return directory;
};

const components = (path: Buffer): Buffer[] =>
  path
    .toString('latin1')
    .split('/')
    .filter((name) => name !== '')
    .map((name) => Buffer.from(name, 'latin1'));

/** Closes a file that was only read, without waiting; errors are ignored, since no data can be lost. */
export const closeInBackground = (file: FileHandle): void => {
  file.close().catch(() => undefined);
};

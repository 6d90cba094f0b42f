import type { Stats } from 'node:fs';
import { DirectoryHandle } from '../directory-handle.js';

/** How many directories of a trail stay open: those that one goes back to next. */
const HELD = 16;
/** How many are opened anew at once. */
const REOPENED = 8;

type Identity = Pick<Stats, 'dev' | 'ino'>;

interface Step {
  directory: DirectoryHandle;
  /** What the directory was when it was closed, to know it again; undefined: it is open. */
  left: Promise<Identity | undefined> | undefined;
  /** It was entered through a symbolic link: the directory above it is another than the one before it. */
  readonly isByLink: boolean;
}

/**
 * The way down a tree, directory by directory, which works at any depth: it has no path that could get too long, and
 * only the last few directories are held open. Those above are opened anew on the way back, by `..`, and must be
 * the same as before: nothing that is renamed or linked meanwhile leads elsewhere.
 */
export class DirectoryTrail {
  readonly #steps: Step[];

  private constructor(first: DirectoryHandle) {
    this.#steps = [{ directory: first, left: undefined, isByLink: true }];
  }

  /** @throws ENOTDIR for what is no directory, a symbolic link to one included */
  static async open(path: Buffer): Promise<DirectoryTrail> {
    return new DirectoryTrail(await DirectoryHandle.open(path));
  }

  /** The same through symbolic links. */
  static async openFollowing(path: Buffer): Promise<DirectoryTrail> {
    return new DirectoryTrail(await DirectoryHandle.openFollowing(path));
  }

  /** Where the trail has come to. */
  get current(): DirectoryHandle {
    return this.#last().directory;
  }

  /** Goes to a directory in the current one. @throws ENOTDIR as `open` does; then it stays */
  async down(name: Buffer): Promise<void> {
    this.#enter(await this.current.enter(name), false);
  }

  /** The same through a symbolic link. */
  async downFollowing(name: Buffer): Promise<void> {
    this.#enter(await DirectoryHandle.openFollowing(this.current.entry(name)), true);
  }

  /**
   * Goes back up, and resolves with the directory that it left, which is the caller's to close.
   *
   * @throws ESTALE when the directory above is not the one that it came from
   */
  async up(): Promise<DirectoryHandle> {
    const { directory } = this.#last();
    const above = this.#steps.at(-2);
    if (above === undefined) {
      throw new Error('the trail ends here');
    }
    if (above.left !== undefined) {
      await this.#reopen(directory);
    }
    this.#steps.pop();
    return directory;
  }

  close(): void {
    for (const { directory, left } of this.#steps) {
      if (left === undefined) {
        directory.close();
      }
    }
  }

  #enter(directory: DirectoryHandle, isByLink: boolean): void {
    this.#steps.push({ directory, left: undefined, isByLink });
    const far = this.#steps.at(-HELD - 1);
    const isReachable = this.#steps.at(-HELD)?.isByLink === false;
    if (far?.left === undefined && far?.directory.isHeld && isReachable) {
      far.left = leave(far.directory);
    }
  }

  /** Opens the nearest directories above `below` that were closed. @throws ESTALE for the first of them */
  async #reopen(below: DirectoryHandle): Promise<void> {
    const closed = this.#steps.slice(-1 - REOPENED, -1).reverse();
    const reopened = await Promise.allSettled(
      closed.map(async (step, index) => {
        if (step.left === undefined) {
          return;
        }
        const way = Buffer.from(Array.from({ length: index + 1 }, () => '..').join('/'));
        step.directory = await findAgain(below, way, await step.left);
        step.left = undefined;
      }),
    );
    const [first] = reopened;
    if (first?.status === 'rejected') {
      throw first.reason;
    }
  }

  #last(): Step {
    return this.#steps.at(-1) as Step;
  }
}

/** Closes a directory; resolves with what it was, or with nothing when that cannot be told. */
const leave = async (directory: DirectoryHandle): Promise<Identity | undefined> => {
  try {
    const { dev, ino } = await directory.stat();
    return { dev, ino };
  } catch {
    return undefined;
  } finally {
    directory.close();
  }
};

const findAgain = async (
  below: DirectoryHandle,
  way: Buffer,
  identity: Identity | undefined,
): Promise<DirectoryHandle> => {
  const above = await below.enter(way);
  const found = await above.stat();
  if (found.dev === identity?.dev && found.ino === identity.ino) {
    return above;
  }
  above.close();
  throw Object.assign(new Error(), { code: 'ESTALE' });
};

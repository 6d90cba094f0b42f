import type { Stats } from 'node:fs';
import { DirectoryHandle } from '../directory-handle.js';

/** Directories of a trail that stay open: the last ones, needed next on the way back. */
const HELD = 16;
/** Directories reopened at a time. */
const REOPENED = 8;

type Identity = Pick<Stats, 'dev' | 'ino'>;

interface Step {
  directory: DirectoryHandle;
  /** The identity of the directory when it was closed, checked when it is reopened; undefined: it is open. */
  left: Promise<Identity | undefined> | undefined;
  /** Entered through a symbolic link, so that `..` is not the previous directory of the trail. */
  readonly isByLink: boolean;
}

/**
 * The path down a tree, directory by directory. It works at any depth: no path gets too long, and only the
 * last few directories are held open. Those above are reopened by `..` on the way back and must have the same
 * identity as before, so that renames and links cannot lead elsewhere.
 */
export class DirectoryTrail {
  readonly #steps: Step[];

  private constructor(first: DirectoryHandle) {
    this.#steps = [{ directory: first, left: undefined, isByLink: true }];
  }

  /** @throws ENOTDIR for what is not a directory, a symbolic link included */
  static async open(path: Buffer): Promise<DirectoryTrail> {
    return new DirectoryTrail(await DirectoryHandle.open(path));
  }

  /** Likewise, following symbolic links. */
  static async openFollowing(path: Buffer): Promise<DirectoryTrail> {
    return new DirectoryTrail(await DirectoryHandle.openFollowing(path));
  }

  /** The current directory. */
  get current(): DirectoryHandle {
    return this.#last().directory;
  }

  /** Enters a subdirectory. @throws ENOTDIR as `open` does, and stays */
  async down(name: Buffer): Promise<void> {
    this.#enter(await this.current.enter(name), false);
  }

  /** Likewise, following symbolic links. */
  async downFollowing(name: Buffer): Promise<void> {
    this.#enter(await DirectoryHandle.openFollowing(this.current.entry(name)), true);
  }

  /**
   * Returns to the directory above; resolves with the one left, which the caller must close.
   *
   * @throws ESTALE when the directory above is not the one it came from
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

  /** Reopens the closed directories above `below`. @throws ESTALE when one has another identity */
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

/** Closes a directory; resolves with its identity, or undefined when it cannot be determined. */
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

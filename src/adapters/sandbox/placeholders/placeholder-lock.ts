import { closeSync, constants, openSync } from 'node:fs';
import { pathBytes } from '../rules/paths.js';
import { type Identity, identityAt, identityOf, isSame } from './file-identity.js';

/** flock(2), which Node does not have. Returns whether the descriptor has the lock now. */
export type Flock = (fd: number, operation: number) => boolean;

const SHARED = 1;
const EXCLUSIVE = 2;
const DO_NOT_WAIT = 4;
const UNLOCK = 8;
/** A FIFO in its place must not hold up the daemon. */
const OPEN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Counts on one daemon alone: the locks of others are not seen. */
export const WITHOUT_LOCKS: Flock = () => true;

/** Loads the function; on a host without a build of the library, `WITHOUT_LOCKS`. */
export const loadFlock = async (): Promise<Flock> => {
  try {
    const { default: koffi } = await import('koffi');
    const flock = koffi.load(null).func('int flock(int, int)');
    return (fd, operation) => flock(fd, operation) === 0;
  } catch {
    return WITHOUT_LOCKS;
  }
};

/**
 * A shared lock on a placeholder, which each daemon has that needs it: the last one removes it. The kernel releases the lock of a
 * daemon that is killed.
 */
export class PlaceholderLock {
  readonly #fd: number;
  readonly #flock: Flock;

  /** @param fd of the placeholder, which `release` closes */
  constructor(fd: number, flock: Flock) {
    this.#fd = fd;
    this.#flock = flock;
    flock(fd, SHARED | DO_NOT_WAIT);
  }

  /** Locks a placeholder that another daemon has made. Undefined: it is being removed. */
  static open(path: string, expected: Identity, flock: Flock): PlaceholderLock | undefined {
    let fd: number;
    try {
      fd = openSync(pathBytes(path), OPEN);
    } catch {
      return undefined;
    }
    const isHeld = isSame(identityOf(fd), expected) && flock(fd, SHARED | DO_NOT_WAIT);
    // It may have been removed before it was locked.
    if (!isHeld || !isSame(identityAt(path), expected)) {
      closeSync(fd);
      return undefined;
    }
    return new PlaceholderLock(fd, flock);
  }

  /** Gives the lock back. @param remove is called first when no other daemon needs the placeholder; none can begin to meanwhile */
  release(remove: () => void): void {
    if (this.#flock(this.#fd, EXCLUSIVE | DO_NOT_WAIT)) {
      remove();
    }
    // A child between its fork and its program has the descriptor, too.
    this.#flock(this.#fd, UNLOCK);
    closeSync(this.#fd);
  }
}

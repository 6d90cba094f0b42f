import { closeSync, constants, openSync } from 'node:fs';
import { type Flock, LOCK } from '../../shared/flock.js';
import { pathBytes } from '../rules/paths.js';
import { type Identity, identityAt, identityOf, isSame } from './file-identity.js';

/** A FIFO in its place must not hold up the daemon. */
const OPEN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Counts on one daemon alone: the locks of others are not seen. */
export const WITHOUT_LOCKS: Flock = () => true;

/**
 * A shared lock on a placeholder, which each daemon has that needs it: the last one removes it. The kernel releases the lock of a
 * daemon that is killed.
 */
export class PlaceholderLock {
  readonly #fd: number;
  readonly #flock: Flock;

  private constructor(fd: number, flock: Flock) {
    this.#fd = fd;
    this.#flock = flock;
  }

  /** Locks a placeholder that was just made, which no other daemon knows yet. @param fd is closed by `release` */
  static ofNew(fd: number, flock: Flock): PlaceholderLock {
    flock(fd, LOCK.shared | LOCK.doNotWait);
    return new PlaceholderLock(fd, flock);
  }

  /** Locks a placeholder that another daemon has made. Undefined: it is being removed. */
  static open(path: string, expected: Identity, flock: Flock): PlaceholderLock | undefined {
    let fd: number;
    try {
      fd = openSync(pathBytes(path), OPEN);
    } catch {
      return undefined;
    }
    const isHeld = isSame(identityOf(fd), expected) && flock(fd, LOCK.shared | LOCK.doNotWait);
    // It may have been removed before it was locked.
    if (!isHeld || !isSame(identityAt(path), expected)) {
      closeSync(fd);
      return undefined;
    }
    return new PlaceholderLock(fd, flock);
  }

  /** Gives the lock back. @param remove is called first when no other daemon needs the placeholder; none can begin to meanwhile */
  release(remove: () => void): void {
    if (this.#flock(this.#fd, LOCK.exclusive | LOCK.doNotWait)) {
      remove();
    }
    // A child between its fork and its program has the descriptor, too.
    this.#flock(this.#fd, LOCK.unlock);
    closeSync(this.#fd);
  }
}

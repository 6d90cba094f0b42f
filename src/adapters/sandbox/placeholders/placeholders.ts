import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { type Flock, loadFlock } from '../../shared/flock.js';
import { pathBytes } from '../rules/paths.js';
import { createPlaceholder, type Placeholder, placeholderKind } from './create-placeholder.js';
import { type Identity, identityAt, identityOf, isSame } from './file-identity.js';
import { PlaceholderLock, WITHOUT_LOCKS } from './placeholder-lock.js';

/** The last placeholder created at a path, and the number of sandboxes of this daemon that need one there. */
interface PlaceholderUse {
  readonly count: number;
  readonly made: Identity;
  readonly kind: Placeholder['kind'];
  readonly lock: PlaceholderLock;
}

/** Told of each placeholder that exists, so that it can remove them when the daemon has been killed. */
export interface PlaceholderGuard {
  placeholderMade(placeholder: Placeholder, inode: bigint): void;
  placeholderRemoved(path: string): void;
}

/** The placeholders of one sandbox. */
export interface UsedPlaceholders {
  readonly isEmpty: boolean;
  /** Removes those that no other sandbox needs, of whichever daemon. Call it when no process of the sandbox can use a path any more. */
  end(): void;
}

/** Errors that mean that the path was created, or its parent replaced, since it was resolved. */
const PATH_CHANGED = ['EEXIST', 'ENOENT', 'ENOTDIR'];

/** Creates placeholders for sandboxes; removes each when the last sandbox that needs it has ended, also of another daemon. */
export class Placeholders {
  readonly #guard: PlaceholderGuard;
  readonly #users = new Map<string, PlaceholderUse>();
  #flock: Flock = WITHOUT_LOCKS;

  constructor(guard: PlaceholderGuard) {
    this.#guard = guard;
  }

  /** Loads what other daemons are told by; await it before the first use. */
  async load(): Promise<void> {
    if (this.#flock === WITHOUT_LOCKS) {
      this.#flock = await loadFlock().catch(() => WITHOUT_LOCKS);
    }
  }

  /**
   * Creates the placeholders, and keeps those that this or another daemon created before at other `paths`.
   *
   * @returns undefined when a path has changed since it was resolved. @throws {SandboxRefused} when a placeholder
   * cannot be created.
   */
  use(
    placeholders: readonly Placeholder[],
    paths: readonly string[],
  ): UsedPlaceholders | undefined {
    const acquired: string[] = [];
    const end = (): void => {
      for (const path of acquired.splice(0)) {
        this.#release(path);
      }
    };
    const isUnchanged =
      paths.every((path) => this.#keep(path, acquired)) &&
      placeholders.every((placeholder) => this.#tryToAcquire(placeholder, acquired, end));
    if (!isUnchanged) {
      end();
      return undefined;
    }
    return { isEmpty: acquired.length === 0, end };
  }

  /** Removes all placeholders. */
  dispose(): void {
    for (const path of this.#users.keys()) {
      this.#remove(path);
    }
  }

  /** Keeps what exists at a path, if it is a placeholder. False: nothing exists there any more. */
  #keep(path: string, acquired: string[]): boolean {
    const file = lstatSync(pathBytes(path), { bigint: true, throwIfNoEntry: false });
    if (file === undefined) {
      return false;
    }
    const known = this.#users.get(path);
    if (known !== undefined) {
      this.#users.set(path, { ...known, count: known.count + 1 });
      acquired.push(path);
      return true;
    }
    const kind = placeholderKind(file);
    if (kind === undefined) {
      return true;
    }
    const lock = PlaceholderLock.open(path, file, this.#flock);
    if (lock === undefined) {
      return false;
    }
    this.#add({ path, kind }, file, lock);
    acquired.push(path);
    return true;
  }

  #add({ path, kind }: Placeholder, made: Identity, lock: PlaceholderLock, count = 1): void {
    this.#guard.placeholderMade({ path, kind }, made.ino);
    this.#users.set(path, { count, made, kind, lock });
  }

  #tryToAcquire(placeholder: Placeholder, acquired: string[], end: () => void): boolean {
    try {
      if (!this.#acquire(placeholder)) {
        return false;
      }
      acquired.push(placeholder.path);
      return true;
    } catch (error) {
      end();
      const { code } = error as NodeJS.ErrnoException;
      const hint =
        code === 'EACCES' ? ', and its directory, which is ours, could be made writable' : '';
      throw new SandboxRefused(`\`${placeholder.path}\` cannot be protected: ${code}${hint}`);
    }
  }

  /**
   * Creates the placeholder, again if another process removed it. False: another process created something at its
   * path.
   */
  #acquire(placeholder: Placeholder): boolean {
    const { path } = placeholder;
    const known = this.#users.get(path);
    const count = (known?.count ?? 0) + 1;
    if (known !== undefined && isSame(identityAt(path), known.made)) {
      this.#users.set(path, { ...known, count });
      return true;
    }
    try {
      const { made, lock } = createPlaceholder(placeholder, (fd) => ({
        made: identityOf(fd),
        lock: PlaceholderLock.ofNew(fd, this.#flock),
      }));
      known?.lock.release(() => undefined);
      this.#add(placeholder, made, lock, count);
      return true;
    } catch (error) {
      if (PATH_CHANGED.includes((error as NodeJS.ErrnoException).code ?? '')) {
        return false;
      }
      throw error;
    }
  }

  #release(path: string): void {
    const known = this.#users.get(path);
    if (known === undefined) {
      return;
    }
    if (known.count > 1) {
      this.#users.set(path, { ...known, count: known.count - 1 });
      return;
    }
    this.#remove(path);
  }

  #remove(path: string): void {
    const known = this.#users.get(path);
    if (known === undefined) {
      return;
    }
    const { made, kind, lock } = known;
    this.#users.delete(path);
    lock.release(() => {
      if (isSame(identityAt(path), made)) {
        removeEmpty({ path, kind });
      }
    });
    this.#guard.placeholderRemoved(path);
  }
}

/** Only while it is empty: a process outside the sandbox may use it now. */
const removeEmpty = ({ path, kind }: Placeholder): void => {
  try {
    if (kind === 'directory') {
      rmdirSync(pathBytes(path));
    } else if (lstatSync(pathBytes(path)).size === 0) {
      unlinkSync(pathBytes(path));
    }
  } catch {
    // It is not empty, or was removed.
  }
};

import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { pathBytes } from '../rules/paths.js';
import { type Identity, identityAt, isSame } from './file-identity.js';
import { makePlaceholder, type Placeholder } from './make-placeholder.js';

/** The last placeholder created at a path, and the number of sandboxes that need one there. */
interface PlaceholderUse {
  readonly count: number;
  readonly made: Identity;
  readonly kind: Placeholder['kind'];
}

/** Delay of a removal: the kernel kills the last processes of a sandbox shortly after its first one. */
const REMOVAL_DELAY_MS = 100;
/** Errors that mean that the path was created, or its parent replaced, since it was resolved. */
const PATH_CHANGED = ['EEXIST', 'ENOENT', 'ENOTDIR'];

/** Creates placeholders for sandboxes; removes each when the last sandbox that needs it has ended. */
export class Placeholders {
  readonly #users = new Map<string, PlaceholderUse>();
  readonly #pendingRemovals = new Map<NodeJS.Timeout, () => void>();

  /**
   * Creates the placeholders, and keeps those that it created before at other `paths`.
   *
   * @returns a function that ends the use; undefined when a path has changed since it was resolved. @throws
   * {SandboxRefused} when a placeholder cannot be created.
   */
  use(placeholders: readonly Placeholder[], paths: readonly string[]): (() => void) | undefined {
    const acquired: string[] = [];
    const release = (): void => {
      for (const path of acquired.splice(0)) {
        this.#release(path);
      }
    };
    for (const path of paths) {
      const known = this.#users.get(path);
      if (known === undefined) {
        continue;
      }
      this.#users.set(path, { ...known, count: known.count + 1 });
      acquired.push(path);
    }
    const isUnchanged =
      paths.every(exists) &&
      placeholders.every((placeholder) => this.#tryToAcquire(placeholder, acquired, release));
    if (!isUnchanged) {
      release();
      return undefined;
    }
    return () => {
      if (acquired.length === 0) {
        return;
      }
      const timer = setTimeout(() => {
        this.#pendingRemovals.delete(timer);
        release();
      }, REMOVAL_DELAY_MS);
      this.#pendingRemovals.set(timer, release);
    };
  }

  /** Removes at once the placeholders that await their removal. */
  dispose(): void {
    for (const [timer, release] of this.#pendingRemovals) {
      clearTimeout(timer);
      release();
    }
    this.#pendingRemovals.clear();
  }

  #tryToAcquire(placeholder: Placeholder, acquired: string[], release: () => void): boolean {
    try {
      if (!this.#acquire(placeholder)) {
        return false;
      }
      acquired.push(placeholder.path);
      return true;
    } catch (error) {
      release();
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
    const { path, kind } = placeholder;
    const known = this.#users.get(path);
    const count = (known?.count ?? 0) + 1;
    if (known !== undefined && isSame(identityAt(path), known.made)) {
      this.#users.set(path, { ...known, count });
      return true;
    }
    try {
      this.#users.set(path, { count, made: makePlaceholder(placeholder), kind });
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
    this.#users.delete(path);
    try {
      if (!isSame(identityAt(path), known.made)) {
        return;
      }
      // Only while it is empty: a process outside the sandbox may use it now.
      if (known.kind === 'directory') {
        rmdirSync(pathBytes(path));
      } else if (lstatSync(pathBytes(path)).size === 0) {
        unlinkSync(pathBytes(path));
      }
    } catch {
      // It is not empty, or was removed.
    }
  }
}

const exists = (path: string): boolean =>
  lstatSync(pathBytes(path), { throwIfNoEntry: false }) !== undefined;

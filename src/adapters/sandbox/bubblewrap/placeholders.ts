import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { pathBytes } from '../rules/paths.js';
import { type Identity, identityAt, isSame } from './file-identity.js';
import { makePlaceholder, type Placeholder } from './make-placeholder.js';

/** What was made last at a path, and how many sandboxes need that something stands there. */
interface Stand {
  readonly count: number;
  readonly made: Identity;
  readonly kind: Placeholder['kind'];
}

/** The kernel ends the last processes of a sandbox right after its first one. */
const LINGER_MS = 100;
/** Something stands there by now, or the directory above is another one. */
const MOVED = ['EEXIST', 'ENOENT', 'ENOTDIR'];

/** Makes placeholders when a sandbox needs them, and takes them away when the last one that did is over. */
export class Placeholders {
  readonly #users = new Map<string, Stand>();
  readonly #leaving = new Map<NodeJS.Timeout, () => void>();

  /**
   * Makes what is needed, and keeps what stands at the other `paths` if it was made here.
   *
   * @returns what ends the use; undefined when the paths are not any more as they were found.
   * @throws {SandboxRefused} when one cannot be made.
   */
  use(placeholders: readonly Placeholder[], paths: readonly string[]): (() => void) | undefined {
    const taken: string[] = [];
    const release = (): void => {
      for (const path of taken.splice(0)) {
        this.#release(path);
      }
    };
    for (const path of paths) {
      const known = this.#users.get(path);
      if (known === undefined) {
        continue;
      }
      this.#users.set(path, { ...known, count: known.count + 1 });
      taken.push(path);
    }
    const isAsFound =
      paths.every(exists) &&
      placeholders.every((placeholder) => this.#tryToTake(placeholder, taken, release));
    if (!isAsFound) {
      release();
      return undefined;
    }
    return () => {
      if (taken.length === 0) {
        return;
      }
      const timer = setTimeout(() => {
        this.#leaving.delete(timer);
        release();
      }, LINGER_MS);
      this.#leaving.set(timer, release);
    };
  }

  /** Takes away at once what waits for that. */
  dispose(): void {
    for (const [timer, release] of this.#leaving) {
      clearTimeout(timer);
      release();
    }
    this.#leaving.clear();
  }

  #tryToTake(placeholder: Placeholder, taken: string[], release: () => void): boolean {
    try {
      if (!this.#take(placeholder)) {
        return false;
      }
      taken.push(placeholder.path);
      return true;
    } catch (error) {
      release();
      const { code } = error as NodeJS.ErrnoException;
      const hint =
        code === 'EACCES' ? ', and its directory, which is ours, could be made writable' : '';
      throw new SandboxRefused(`\`${placeholder.path}\` cannot be protected: ${code}${hint}`);
    }
  }

  /** Makes it, again when somebody took it away. False: what is there by now is somebody else's. */
  #take(placeholder: Placeholder): boolean {
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
      if (MOVED.includes((error as NodeJS.ErrnoException).code ?? '')) {
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
      // Only what is empty still: somebody outside may use it by now.
      if (known.kind === 'directory') {
        rmdirSync(pathBytes(path));
      } else if (lstatSync(pathBytes(path)).size === 0) {
        unlinkSync(pathBytes(path));
      }
    } catch {
      // It has content, or is gone.
    }
  }
}

const exists = (path: string): boolean =>
  lstatSync(pathBytes(path), { throwIfNoEntry: false }) !== undefined;

import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  rmdirSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { SandboxRefused } from '../../domain/sandbox-refused.js';

/** Something empty that stands where a protected path does not exist, so that it can be mounted over. */
export interface Placeholder {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/** The kernel ends the last processes of a sandbox right after its first one. */
const LINGER_MS = 100;

/** Makes placeholders when a sandbox needs them, and takes them away when the last one that did is over. */
export class Placeholders {
  readonly #users = new Map<string, { count: number; made: Stats; kind: Placeholder['kind'] }>();
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
      for (const path of taken.splice(0)) this.#release(path);
    };
    for (const path of paths) {
      const known = this.#users.get(path);
      if (known !== undefined) {
        known.count += 1;
        taken.push(path);
      }
    }
    const isAsFound =
      paths.every(exists) &&
      placeholders.every((placeholder) => this.#tryToTake(placeholder, taken, release));
    if (!isAsFound) {
      release();
      return undefined;
    }
    return () => {
      if (taken.length === 0) return;
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
      if (!this.#take(placeholder)) return false;
      taken.push(placeholder.path);
      return true;
    } catch (error) {
      release();
      throw new SandboxRefused(
        `\`${placeholder.path}\` cannot be protected: ${(error as NodeJS.ErrnoException).code}`,
      );
    }
  }

  /** False: it exists by now, and is somebody else's. */
  #take({ path, kind }: Placeholder): boolean {
    const known = this.#users.get(path);
    if (known !== undefined) {
      known.count += 1;
      return true;
    }
    try {
      if (kind === 'directory') mkdirSync(path, { mode: 0o555 });
      else closeSync(openSync(path, 'wx', 0o444));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    this.#users.set(path, { count: 1, made: lstatSync(path), kind });
    return true;
  }

  #release(path: string): void {
    const known = this.#users.get(path);
    if (known === undefined) return;
    known.count -= 1;
    if (known.count > 0) return;
    this.#users.delete(path);
    try {
      const now = lstatSync(path);
      if (now.ino !== known.made.ino || now.dev !== known.made.dev) return;
      // Only what is empty still: somebody outside may use it by now.
      if (known.kind === 'directory') rmdirSync(path);
      else if (now.size === 0) unlinkSync(path);
    } catch {
      // It has content, or is gone.
    }
  }
}

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

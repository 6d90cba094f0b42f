import type { PathWatcher, WatchedPaths } from '../../../src/application/ports/path-watcher.js';

interface Watch {
  readonly paths: readonly string[];
  readonly onChange: () => void;
}

/** Watches paths of a host that consists of what a test says has happened. */
export class FakePathWatcher implements PathWatcher {
  readonly #there = new Set<string>();
  readonly #watches = new Set<Watch>();

  /** Happens while a watch is being set up. */
  beforeWatch: () => void = () => undefined;

  /** How many watches are neither ended nor have told of a change. */
  get active(): number {
    return this.#watches.size;
  }

  async watch(
    { missing, present }: WatchedPaths,
    onChange: () => void,
  ): Promise<(() => void) | undefined> {
    this.beforeWatch();
    if (missing.some((path) => this.#there.has(path))) {
      return undefined;
    }
    if (present !== undefined && !this.#there.has(present)) {
      return undefined;
    }
    const watch = { paths: [...missing, present ?? '/'], onChange };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  create(path: string): void {
    this.#there.add(path);
    this.modify(path);
  }

  remove(path: string): void {
    for (const there of this.#there) {
      if (isWithin(there, path)) {
        this.#there.delete(there);
      }
    }
    this.modify(path);
  }

  rename(from: string, to: string): void {
    this.remove(from);
    this.create(to);
  }

  /** Something has happened to this name: every watch with it on the way to a path is told. */
  modify(path: string): void {
    for (const watch of [...this.#watches]) {
      if (!watch.paths.some((watched) => isWithin(watched, path))) {
        continue;
      }
      this.#watches.delete(watch);
      watch.onChange();
    }
  }
}

const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(`${directory}/`);

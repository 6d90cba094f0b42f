import type { BigIntStats, FSWatcher } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { entryOf } from '../host-path-bytes.js';

/** Node's `watch`, as far as it is used: the listener hears the name of each entry that something happens to. */
export type WatchDirectory = (
  directory: Buffer,
  options: { readonly encoding: 'buffer'; readonly persistent: false },
  listener: (event: string, name: Buffer | null) => void,
) => FSWatcher;

/** A name in a directory, and what was there when it was first looked at. */
interface WatchedEntry {
  readonly path: Buffer;
  readonly found: BigIntStats | undefined;
}

interface WatchedDirectory {
  readonly watcher: FSWatcher;
  /** By the name's bytes as Latin-1. */
  readonly entries: Map<string, WatchedEntry>;
}

/**
 * Watches every directory on the way to some paths, each for the next name on the way: creation, removal,
 * renaming and changes to that name are told by the kernel, those to its neighbours are not meant. Each name
 * is looked at after its directory is watched, so that nothing happens unseen in between.
 */
export class PathWatch {
  readonly #watchDirectory: WatchDirectory;
  readonly #onChange: () => void;
  readonly #directories = new Map<string, WatchedDirectory>();
  #isBegun = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(watchDirectory: WatchDirectory, onChange: () => void) {
    this.#watchDirectory = watchDirectory;
    this.#onChange = onChange;
  }

  /** Nothing is watched any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Resolves with whether something is at the path, which is watched from now on.
   *
   * @throws {Error} when a symbolic link, or what is no directory, is on the way; and the errors of the system.
   */
  async follow(path: Buffer): Promise<boolean> {
    let at: Buffer = ROOT;
    for (const name of namesIn(path)) {
      const { path: entry, found } = await this.#look(at, name);
      if (found === undefined) {
        return false;
      }
      if (found.isSymbolicLink()) {
        throw new Error('a symbolic link is on the way');
      }
      at = entry;
    }
    return true;
  }

  /**
   * From now on a change is told, once, and ends the watch; one that has come before has ended it already.
   * Besides, all is looked at again after each `checkMs`, for what the kernel does not tell: mounts, other
   * hosts on a network file system, and what no longer fitted its queue.
   */
  begin(checkMs: number): void {
    this.#isBegun = true;
    if (this.#isOver) {
      return;
    }
    this.#timer = setTimeout(async () => {
      if (await this.#hasChanged()) {
        this.#change();
      } else {
        this.begin(checkMs);
      }
    }, checkMs).unref();
  }

  /** Watches no more, and tells nothing any more. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const { watcher } of this.#directories.values()) {
      watcher.close();
    }
    this.#directories.clear();
  }

  async #look(directory: Buffer, name: Buffer): Promise<WatchedEntry> {
    const { entries } = this.#watch(directory);
    const known = entries.get(name.toString('latin1'));
    if (known !== undefined) {
      return known;
    }
    const path = entryOf(directory, name);
    // Its name first: what happens during the look counts as a change.
    entries.set(name.toString('latin1'), { path, found: undefined });
    const entry = { path, found: await find(path) };
    entries.set(name.toString('latin1'), entry);
    return entry;
  }

  #watch(directory: Buffer): WatchedDirectory {
    const key = directory.toString('latin1');
    const known = this.#directories.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.#isOver) {
      throw new Error('something has changed already');
    }
    const entries = new Map<string, WatchedEntry>();
    const options = { encoding: 'buffer', persistent: false } as const;
    const watcher = this.#watchDirectory(directory, options, (_, name) => {
      if (name === null || entries.has(name.toString('latin1'))) {
        this.#change();
      }
    });
    watcher.on('error', () => this.#change());
    const watched = { watcher, entries };
    this.#directories.set(key, watched);
    return watched;
  }

  #change(): void {
    if (this.#isOver) {
      return;
    }
    this.end();
    if (this.#isBegun) {
      this.#onChange();
    }
  }

  async #hasChanged(): Promise<boolean> {
    for (const { entries } of [...this.#directories.values()]) {
      for (const { path, found } of [...entries.values()]) {
        if (!isSame(found, await find(path).catch(() => undefined))) {
          return true;
        }
      }
    }
    return false;
  }
}

const ROOT = Buffer.from('/');
const SLASH = 0x2f;

const namesIn = function* (path: Buffer): Generator<Buffer> {
  for (let start = 0; start < path.length; ) {
    const slash = path.indexOf(SLASH, start);
    const end = slash === -1 ? path.length : slash;
    if (end > start) {
      yield path.subarray(start, end);
    }
    start = end + 1;
  }
};

/** Undefined: there is nothing of that name. */
const find = (path: Buffer): Promise<BigIntStats | undefined> =>
  lstat(path, { bigint: true }).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });

/** For a directory: whether it is the same one. What is in it does not count. */
const isSame = (before: BigIntStats | undefined, now: BigIntStats | undefined): boolean => {
  if (before === undefined || now === undefined) {
    return before === now;
  }
  if (before.dev !== now.dev || before.ino !== now.ino || before.mode !== now.mode) {
    return false;
  }
  return before.isDirectory() || (before.size === now.size && before.mtimeNs === now.mtimeNs);
};

import type { BigIntStats, FSWatcher } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';
import { entryOf } from '../host-path-bytes.js';

/** The part of Node's `watch` that is used: the listener receives the name of each changed entry. */
export type WatchDirectory = (
  directory: Buffer,
  options: { readonly encoding: 'buffer'; readonly persistent: false },
  listener: (event: string, name: Buffer | null) => void,
) => FSWatcher;

/** A name in a directory, and its status when it was first checked. */
interface WatchedEntry {
  readonly path: Buffer;
  readonly found: BigIntStats | undefined;
}

interface WatchedDirectory {
  readonly watcher: FSWatcher;
  /** Keyed by the name's bytes as Latin-1. */
  readonly entries: Map<string, WatchedEntry>;
}

/**
 * Watches every directory on the way to some paths for the next component of the way. The kernel reports
 * creation, removal, renaming and changes of that component; changes of its siblings are ignored. Each
 * component is checked after its directory is watched, so that no change is missed in between.
 */
export class PathWatch {
  readonly #watchDirectory: WatchDirectory;
  readonly #onChange: () => void;
  readonly #directories = new Map<string, WatchedDirectory>();
  #isBegun = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(watchDirectory: WatchDirectory, onChange: () => void) {
    this.#watchDirectory = watchDirectory;
    this.#onChange = onChange;
  }

  /** Nothing is watched any more. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /**
   * Resolves with whether the path exists, and watches it from now on.
   *
   * @throws {Error} when a symbolic link or a non-directory is on the way, and for system errors.
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
   * Reports a change from now on, once, which ends the watch; an earlier change has ended it already. Every
   * `checkMs` everything is checked again, for what the kernel does not report: mounts, other hosts of a
   * network file system, and a queue overflow.
   */
  begin(checkMs: number): void {
    this.#isBegun = true;
    if (this.#isStopped) {
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

  /** Stops watching; nothing is reported any more. */
  end(): void {
    this.#isStopped = true;
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
    // Added before the check, so that an event during the check counts as a change.
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
    if (this.#isStopped) {
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
    if (this.#isStopped) {
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

/** Undefined: the name does not exist. */
const find = (path: Buffer): Promise<BigIntStats | undefined> =>
  lstat(path, { bigint: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  });

/** For a directory: whether it is the same one, regardless of its contents. */
const isSame = (before: BigIntStats | undefined, now: BigIntStats | undefined): boolean => {
  if (before === undefined || now === undefined) {
    return before === now;
  }
  if (before.dev !== now.dev || before.ino !== now.ino || before.mode !== now.mode) {
    return false;
  }
  return before.isDirectory() || (before.size === now.size && before.mtimeNs === now.mtimeNs);
};

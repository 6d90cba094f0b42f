import { watch } from 'node:fs';
import type { FileLimits } from '../../../application/limits/file-limits.js';
import type { PathWatcher, WatchedPaths } from '../../../application/ports/path-watcher.js';
import { toHostBytes } from '../host-path-bytes.js';
import { PathWatch, type WatchDirectory } from './path-watch.js';

/**
 * Watches the files of this host. A path through a symbolic link is not watched, since its target may change
 * in a directory that is not watched.
 */
export class NodePathWatcher implements PathWatcher {
  readonly #limits: Pick<FileLimits, 'watchPollIntervalMs'>;
  readonly #watchDirectory: WatchDirectory;

  constructor(
    limits: Pick<FileLimits, 'watchPollIntervalMs'>,
    watchDirectory: WatchDirectory = watch,
  ) {
    this.#limits = limits;
    this.#watchDirectory = watchDirectory;
  }

  async watch(paths: WatchedPaths, onChange: () => void): Promise<(() => void) | undefined> {
    const watching = new PathWatch(this.#watchDirectory, onChange);
    try {
      if (await isAsSaid(watching, paths)) {
        watching.begin(this.#limits.watchPollIntervalMs);
        if (!watching.isStopped) {
          return () => watching.end();
        }
      }
    } catch {
      // What cannot be read, or not be watched for lack of descriptors or inotify watches, is not watched.
    }
    watching.end();
    return undefined;
  }
}

const isAsSaid = async (
  watching: PathWatch,
  { missing, present }: WatchedPaths,
): Promise<boolean> => {
  for (const path of missing) {
    if (await watching.follow(toHostBytes(path))) {
      return false;
    }
  }
  return present === undefined || (await watching.follow(toHostBytes(present)));
};

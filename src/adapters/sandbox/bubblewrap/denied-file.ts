import { closeSync, lstatSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownerOfFiles, removeAbandonedFiles } from '../../shared/abandoned-files.js';

/** No permissions; the sticky bit keeps `systemd-tmpfiles` from removing the file. */
const MODE = 0o1000;

/** An empty file without permissions, mounted over each file that a sandbox denies. */
export class DeniedFile {
  readonly #directory: () => string;
  readonly #name = `denied-${ownerOfFiles()}`;

  /** `directory` returns the daemon's private directory, in which the file is created. */
  constructor(directory: () => string) {
    this.#directory = directory;
  }

  /** The path of the file, which is created again if it was removed or changed. */
  path(): string {
    const directory = this.#directory();
    const path = join(directory, this.#name);
    if (!isIntact(path)) {
      void removeAbandonedFiles(directory);
      rmSync(path, { recursive: true, force: true });
      closeSync(openSync(path, 'wx', MODE));
    }
    return path;
  }
}

const isIntact = (path: string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return (
    found?.isFile() === true &&
    found.size === 0 &&
    (found.mode & 0o7777) === MODE &&
    found.uid === process.geteuid?.()
  );
};

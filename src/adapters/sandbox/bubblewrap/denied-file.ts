import { closeSync, lstatSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The sticky bit alone: `systemd-tmpfiles` leaves files alone that have it. */
const MODE = 0o1000;

/** A file without content and permissions, which stands where a sandbox hides one. */
export class DeniedFile {
  readonly #directory: () => string;

  /** It is in the `directory`, which is the daemon's own. */
  constructor(directory: () => string) {
    this.#directory = directory;
  }

  /** Where it is; made when it is not there any more as it was. */
  path(): string {
    const path = join(this.#directory(), `denied-${process.pid}`);
    if (!isRight(path)) {
      rmSync(path, { recursive: true, force: true });
      closeSync(openSync(path, 'wx', MODE));
    }
    return path;
  }
}

const isRight = (path: string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return (
    found?.isFile() === true &&
    found.size === 0 &&
    (found.mode & 0o7777) === MODE &&
    found.uid === process.geteuid?.()
  );
};

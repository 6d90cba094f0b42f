import { constants } from 'node:fs';

/** What `stat` and `statx` of POSIX report; `fs.Stats` has more, which raw calls have not. */
interface WithMode {
  readonly mode: number;
}

export const isRegularFile = ({ mode }: WithMode): boolean =>
  (mode & constants.S_IFMT) === constants.S_IFREG;

export const isDirectory = ({ mode }: WithMode): boolean =>
  (mode & constants.S_IFMT) === constants.S_IFDIR;

export const isSymbolicLink = ({ mode }: WithMode): boolean =>
  (mode & constants.S_IFMT) === constants.S_IFLNK;

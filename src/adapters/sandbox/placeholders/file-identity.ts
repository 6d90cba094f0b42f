import { type BigIntStats, fstatSync, lstatSync } from 'node:fs';
import { pathBytes } from '../rules/paths.js';

/** Identifies a file; with its birth time, since the inode number of a removed file is reused. */
export type Identity = Pick<BigIntStats, 'dev' | 'ino' | 'birthtimeNs'>;

/** The file at a path, symbolic links not followed; undefined when none can be found. */
export const identityAt = (path: string): Identity | undefined => {
  try {
    return lstatSync(pathBytes(path), { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

/** The file of a descriptor. */
export const identityOf = (fd: number): Identity => fstatSync(fd, { bigint: true });

export const isSame = (one: Identity | undefined, other: Identity | undefined): boolean =>
  one?.ino === other?.ino && one?.dev === other?.dev && one?.birthtimeNs === other?.birthtimeNs;

/** Returns a function that checks whether each path still has the file that it has now, or still none. */
export const recordIdentities = (paths: readonly string[]): (() => boolean) => {
  const known = paths.map((path) => ({ path, identity: identityAt(path) }));
  return () => known.every(({ path, identity }) => isSame(identityAt(path), identity));
};

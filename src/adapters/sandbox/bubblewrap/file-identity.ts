import { type BigIntStats, lstatSync } from 'node:fs';
import { pathBytes } from '../rules/paths.js';

/** Which file it is: a number alone is given to the next one as soon as a file is gone. */
export type Identity = Pick<BigIntStats, 'dev' | 'ino' | 'birthtimeNs'>;

/** What stands at a path, links not followed; undefined where nothing can be found. */
export const identityAt = (path: string): Identity | undefined => {
  try {
    return lstatSync(pathBytes(path), { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

export const isSame = (one: Identity | undefined, other: Identity | undefined): boolean =>
  one?.ino === other?.ino && one?.dev === other?.dev && one?.birthtimeNs === other?.birthtimeNs;

/** Returns what tells whether at each of the paths stands what stands there now, or nothing still. */
export const remember = (paths: readonly string[]): (() => boolean) => {
  const known = paths.map((path) => ({ path, identity: identityAt(path) }));
  return () => known.every(({ path, identity }) => isSame(identityAt(path), identity));
};

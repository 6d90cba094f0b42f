import { chmodSync, lstatSync, mkdirSync, mkdtempSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-directory.js';

const MODE = 0o700;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * The directory in place of one whose name is not to be trusted; it stays in use as long as it can be. All servers of
 * a process share it on purpose: each hides it from its sandboxes, so that none shows what another one keeps there.
 */
let substitute: string | undefined;

/**
 * A folder for what no other user, and no sandboxed process, may touch: one for all daemons of this user,
 * so that each can hide those of the others too. Made when it is not there, or not any more; it stays.
 *
 * @throws the system's error where none can be made
 */
export const privateDirectory = (parent: string = temporaryFolder()): string => {
  const path = join(parent, `exec-server-${process.geteuid?.() ?? 0}`);
  if (ensure(path)) {
    return path;
  }
  if (substitute === undefined || !substitute.startsWith(path) || !ensure(substitute)) {
    substitute = mkdtempSync(`${path}-`);
  }
  return substitute;
};

/** Makes it, or puts right who may enter it; false where it cannot be trusted. */
const ensure = (path: string): boolean => {
  const found = look(path) ?? make(path);
  if (!isOurs(found)) {
    return false;
  }
  if ((found.mode & 0o777) !== MODE) {
    chmodSync(path, MODE);
  }
  return true;
};

const look = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

const make = (path: string): Stats | undefined => {
  try {
    mkdirSync(path, { mode: MODE });
  } catch {
    // Somebody else was faster, or the look at it will tell.
  }
  return look(path);
};

/**
 * In a folder that everybody may write to, the name may be somebody else's; and where others could write, they may
 * have left something, such as a link, under a name that is yet to be used.
 */
const isOurs = (found: Stats | undefined): found is Stats =>
  found?.isDirectory() === true &&
  found.uid === process.geteuid?.() &&
  (found.mode & WRITABLE_BY_OTHERS) === 0;

import { lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.js';

/**
 * A folder for what no other user, and no sandboxed process, may touch: one for all daemons of this user,
 * so that each can hide those of the others too. Made when it is not there; it stays.
 */
export const privateFolder = (parent: string = temporaryFolder()): string => {
  const path = join(parent, `exec-server-${process.getuid?.() ?? 0}`);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    // It is there already, or the look at it will tell.
  }
  return isOwn(path) ? path : mkdtempSync(`${path}-`);
};

/** In a folder that everybody may write to, the name may be somebody else's. */
const isOwn = (path: string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return (
    found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0
  );
};

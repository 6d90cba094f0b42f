import { chmodSync, lstatSync, mkdirSync, mkdtempSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { memoryDirectory, temporaryDirectory } from './temporary-directory.js';

const MODE = 0o700;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * The directories used where the default name cannot be trusted, by that name; each is kept as long as it is usable. All
 * servers of a process share them on purpose: each hides them from its sandboxes, so none exposes what another keeps
 * there.
 */
const substitutes = new Map<string, string>();

/**
 * A directory that other users and sandboxed processes must not access, one for all daemons of this user, so
 * that each can hide the others' files too. Created when missing, and not removed.
 *
 * @throws the system's error where none can be created
 */
export const privateDirectory = (parent: string = temporaryDirectory()): string => {
  const path = join(parent, `exec-server-${process.geteuid?.() ?? 0}`);
  if (ensure(path)) {
    return path;
  }
  const known = substitutes.get(path);
  if (known !== undefined && ensure(known)) {
    return known;
  }
  const substitute = mkdtempSync(`${path}-`);
  substitutes.set(path, substitute);
  return substitute;
};

/** The same for FIFOs, on a tmpfs where there is one. */
export const fifoDirectory = (): string => privateDirectory(memoryDirectory());

/** Creates it, or restores its mode; false where it cannot be trusted. */
const ensure = (path: string): boolean => {
  const found = statOf(path) ?? make(path);
  if (!isOurs(found)) {
    return false;
  }
  if ((found.mode & 0o777) !== MODE) {
    chmodSync(path, MODE);
  }
  return true;
};

const statOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

const make = (path: string): Stats | undefined => {
  try {
    mkdirSync(path, { mode: MODE });
  } catch {
    // Another process was faster, or the following check will report it.
  }
  return statOf(path);
};

/**
 * In a world-writable directory the name may belong to another user; and where others could write, they may
 * have placed something, such as a link, under a name that will be used.
 */
const isOurs = (found: Stats | undefined): found is Stats =>
  found?.isDirectory() === true &&
  found.uid === process.geteuid?.() &&
  (found.mode & WRITABLE_BY_OTHERS) === 0;

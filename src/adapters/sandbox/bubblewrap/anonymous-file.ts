import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file without a name, which child processes of the daemon open as `/proc/PID/fd/N`. */
export interface AnonymousFile {
  readonly path: string;
  /** Reads from the start; returns the number of bytes. */
  read(into: Uint8Array): number;
  close(): void;
}

/**
 * Creates a file in the directory, unlinks it, then writes the bytes. @throws the system's error, with nothing left.
 */
export const openAnonymousFile = (directory: string, bytes: Uint8Array): AnonymousFile => {
  const name = join(directory, `anonymous-${randomUUID()}`);
  const fd = openSync(name, 'wx+', 0o600);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) {
      closeSync(fd);
    }
    isOpen = false;
  };
  try {
    unlinkSync(name);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(fd, bytes, written);
    }
  } catch (error) {
    close();
    throw error;
  }
  return {
    path: `/proc/${process.pid}/fd/${fd}`,
    read: (into) => readSync(fd, into, 0, into.length, 0),
    close,
  };
};

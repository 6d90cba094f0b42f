import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that a child of the daemon can open by a path, and that have no name in any directory. */
export interface AnonymousFile {
  readonly path: string;
  close(): void;
}

/** Writes the bytes to a file whose name is gone before they are in it. */
export const openAnonymousFile = (directory: string, bytes: Uint8Array): AnonymousFile => {
  const name = join(directory, `handed-${randomUUID()}`);
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
  return { path: `/proc/${process.pid}/fd/${fd}`, close };
};

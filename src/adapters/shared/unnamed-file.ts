import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Creates a file in the directory and unlinks it; its descriptor is for reading and writing. @throws the system's error */
export const openUnnamedFile = (directory: string): number => {
  const name = join(directory, `anonymous-${randomUUID()}`);
  const fd = openSync(name, 'wx+', 0o600);
  try {
    unlinkSync(name);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return fd;
};

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const directories = new Set();
process.on('exit', () => {
  for (const directory of directories) {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Makes a directory that is removed when this process exits. */
export const makeScratchDirectory = (parent) => {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, 'bench-'));
  directories.add(directory);
  return directory;
};

/** Removes it now. */
export const removeScratchDirectory = (directory) => {
  rmSync(directory, { recursive: true, force: true });
  directories.delete(directory);
};

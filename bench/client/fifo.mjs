import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScratchDirectory, removeScratchDirectory } from './scratch-directory.mjs';

/** A FIFO that a process of the server reads, so that the client says when the process prints. */
export const openFifo = () => {
  const directory = makeScratchDirectory(tmpdir());
  const path = join(directory, 'fifo');
  execFileSync('mkfifo', [path]);
  // For reading as well: opening it for writing alone waits for the reader.
  const fd = openSync(path, constants.O_RDWR);
  return {
    path,
    write: (text) => writeSync(fd, text),
    close() {
      closeSync(fd);
      removeScratchDirectory(directory);
    },
  };
};

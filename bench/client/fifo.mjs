import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScratchDirectory, removeScratchDirectory } from './scratch-directory.mjs';

/** FIFOs that processes of the server read, so that the client says when they print. One fork makes all of them. */
export const openFifos = (count) => {
  const directory = makeScratchDirectory(tmpdir());
  const paths = Array.from({ length: count }, (_, index) => join(directory, String(index)));
  execFileSync('mkfifo', paths);
  // For reading as well: opening it for writing alone waits for the reader.
  const fds = paths.map((path) => openSync(path, constants.O_RDWR));
  return {
    fifos: fds.map((fd, index) => ({
      path: paths[index],
      write: (text) => writeSync(fd, text),
    })),
    close() {
      for (const fd of fds) {
        closeSync(fd);
      }
      removeScratchDirectory(directory);
    },
  };
};

import { closeSync, readdirSync, readFileSync } from 'node:fs';

const STANDARD_STREAMS = 3;
const O_CLOEXEC = 0o200_0000;

/**
 * Closes the descriptors that this process has inherited, such as those of a lock: each daemon would inherit them too, and ours
 * loads a library to mark them close-on-exec, which takes 2 MiB.
 */
export const closeInheritedDescriptors = () => {
  for (const fd of readdirSync('/proc/self/fdinfo').map(Number)) {
    if (fd >= STANDARD_STREAMS && isInheritable(fd)) {
      closeSync(fd);
    }
  }
};

const isInheritable = (fd) => {
  try {
    const [, flags] = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
    return (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch {
    // That of the listing itself.
    return false;
  }
};

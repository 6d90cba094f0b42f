import { closeSync, openSync } from 'node:fs';

/**
 * Ensures that a spawn does not run out of descriptors: execa throws then while Node still emits an `error`
 * event, which cannot be listened to, so the daemon would exit.
 *
 * @throws EMFILE or ENFILE, with nothing left open
 */
export const ensureFreeDescriptors = (count: number): void => {
  const spare: number[] = [];
  try {
    while (spare.length < count) {
      spare.push(openSync('/dev/null', 'r'));
    }
  } finally {
    for (const fd of spare) {
      closeSync(fd);
    }
  }
};

/** For Node's own use in a spawn; some more, since file operations in other threads may take theirs meanwhile. */
export const SPAWN_DESCRIPTORS = 6;
/** For the two ends of every standard stream too, where Node makes them. */
export const SOCKET_DESCRIPTORS = 12;
/** For the ends of a terminal, what reads it, and Node's own use. */
export const TERMINAL_DESCRIPTORS = 10;

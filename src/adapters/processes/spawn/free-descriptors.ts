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

/** Descriptors that Node uses in a spawn, and some more for file operations that run in other threads meanwhile. */
export const SPAWN_DESCRIPTORS = 6;
/** With the two ends of each standard stream, where Node creates them. */
export const SOCKET_DESCRIPTORS = 12;
/** With the ends of a terminal and the stream that reads it. */
export const TERMINAL_DESCRIPTORS = 10;

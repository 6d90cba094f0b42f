import { constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;

/**
 * A descriptor for standard output (1) or standard error (2) on which writing fails with EAGAIN instead of waiting
 * for whoever reads it: a pipe, a FIFO, a socket, a terminal that was stopped with control-S. Pipes and terminals are
 * opened anew, since O_NONBLOCK is a property of what is open and would be one for all who share it. A file is taken
 * as it is: its writes wait for no reader.
 */
export const openWithoutWaiting = (descriptor: 1 | 2): number => {
  const stats = fstatSync(descriptor);
  const itself = `/proc/self/fd/${descriptor}`;
  if (isatty(descriptor)) {
    // The second name is for macOS, and for whoever runs on somebody else's terminal, as after `su`.
    return tryToOpen(itself) ?? tryToOpen('/dev/tty') ?? descriptor;
  }
  if (stats.isFIFO()) {
    return tryToOpen(itself) ?? makeNonBlocking(descriptor);
  }
  return stats.isSocket() ? makeNonBlocking(descriptor) : descriptor;
};

const tryToOpen = (path: string): number | undefined => {
  try {
    return openSync(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
  } catch {
    return undefined;
  }
};

/** Node does this to its standard streams when they are asked for, and offers no other way. */
const makeNonBlocking = (descriptor: 1 | 2): number => {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  stream.on('error', () => undefined);
  return descriptor;
};

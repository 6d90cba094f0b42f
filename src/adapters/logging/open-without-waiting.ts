import { constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;

/**
 * A descriptor for standard output (1) or standard error (2) on which a write to a pipe, FIFO, socket or
 * stopped terminal fails with EAGAIN instead of blocking. Pipes and terminals are opened anew, since
 * O_NONBLOCK belongs to the open file description and would affect every process that shares it. A regular
 * file is used as it is: its writes wait for no reader.
 */
export const openWithoutWaiting = (descriptor: 1 | 2): number => {
  const stats = fstatSync(descriptor);
  const itself = `/proc/self/fd/${descriptor}`;
  if (isatty(descriptor)) {
    // `/dev/tty` is for macOS, and for another user's terminal, as after `su`.
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

/** Node sets O_NONBLOCK when its standard streams are first accessed; there is no other way. */
const makeNonBlocking = (descriptor: 1 | 2): number => {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  stream.on('error', () => undefined);
  return descriptor;
};

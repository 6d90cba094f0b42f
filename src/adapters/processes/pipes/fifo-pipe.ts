import { closeSync, constants, fstatSync, openSync, unlinkSync } from 'node:fs';

const { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOFOLLOW } = constants;

/** A pipe between the daemon and a child that is about to start. */
export interface FifoPipe {
  /** Non-blocking; owned by the daemon until a socket takes it. */
  readonly parentFd: number;
  /** Blocking, as programs expect of standard streams; close it once the child has it. */
  readonly childFd: number;
}

/** A pipe to a child's stdin. Takes the name off the FIFO. @throws {Error} when there is no FIFO of ours, with nothing left open */
export const openInputPipe = (path: string): FifoPipe =>
  withName(path, (open) => {
    // Opening the writing end, and opening the reading end without blocking, requires a reader.
    const reader = open(O_RDONLY | O_NONBLOCK);
    const parentFd = open(O_WRONLY | O_NONBLOCK);
    const childFd = open(O_RDONLY);
    closeSync(reader);
    return { parentFd, childFd };
  });

/** A pipe from a child's stdout or stderr. Takes the name off the FIFO. @throws as `openInputPipe` */
export const openOutputPipe = (path: string): FifoPipe =>
  withName(path, (open) => ({
    parentFd: open(O_RDONLY | O_NONBLOCK),
    childFd: open(O_WRONLY),
  }));

const withName = (path: string, make: (open: (flags: number) => number) => FifoPipe): FifoPipe => {
  const opened: number[] = [];
  try {
    return make((flags) => {
      const fd = openSync(path, flags | O_NOFOLLOW);
      opened.push(fd);
      checkOurs(fd);
      return fd;
    });
  } catch (error) {
    for (const fd of opened) {
      closeSync(fd);
    }
    throw error;
  } finally {
    unlink(path);
  }
};

/** Where others can write to a parent directory, the name may refer to a file of theirs. */
const checkOurs = (fd: number): void => {
  const found = fstatSync(fd);
  if (!found.isFIFO() || found.uid !== process.geteuid?.()) {
    throw new Error('something else stands in the place of a FIFO');
  }
};

const unlink = (path: string): void => {
  try {
    unlinkSync(path);
  } catch {
    // Removed already.
  }
};

import { readdirSync, readFileSync } from 'node:fs';
import type { Logger } from '../../../application/ports/logger.js';

/** Marks a descriptor close-on-exec. @throws {Error} when it is not open */
export type CloseOnExec = (fd: number) => void;

const F_SETFD = 2;
const FD_CLOEXEC = 1;
const O_CLOEXEC = 0o200_0000;

/**
 * Loads a native function that marks descriptors, which Node cannot. @throws {Error} on a host without a
 * build of the library
 */
export const loadCloseOnExec = async (): Promise<CloseOnExec> => {
  const { default: koffi } = await import('koffi');
  const fcntl = koffi.load(null).func('int fcntl(int, int, ...)');
  return (fd) => {
    if (fcntl(fd, F_SETFD, 'int', FD_CLOEXEC) !== 0) {
      throw new Error(`descriptor ${fd} cannot be marked close-on-exec`);
    }
  };
};

/**
 * Marks descriptors that this process inherited, such as the lock of `flock`, close-on-exec. Node does so at
 * its own start, but only up to the first closed number above 15.
 */
export const markInheritedCloseOnExec = async (logger: Logger): Promise<void> => {
  const inherited = inheritableDescriptors();
  if (inherited.length === 0) {
    return;
  }
  try {
    const closeOnExec = await loadCloseOnExec();
    inherited.forEach(closeOnExec);
  } catch (error) {
    logger.warn('processes inherit file descriptors that the server was started with', {
      descriptors: inherited.join(', '),
      reason: (error as Error).message,
    });
  }
};

/** Without the standard streams. On macOS, which has no `/proc`, children inherit none anyway. */
const inheritableDescriptors = (): readonly number[] => {
  try {
    return readdirSync('/proc/self/fdinfo')
      .map(Number)
      .filter((fd) => fd > 2 && isInheritable(fd));
  } catch {
    return [];
  }
};

const isInheritable = (fd: number): boolean => {
  try {
    const [, flags = ''] =
      /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? [];
    return (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch {
    // The descriptor of the directory listing itself.
    return false;
  }
};

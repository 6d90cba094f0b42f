/** flock(2), which Node does not have. Returns whether the descriptor has the lock now. The kernel releases it with the process. */
export type Flock = (fd: number, operation: number) => boolean;

/** Operations of flock(2), which are added up. */
export const LOCK = { shared: 1, exclusive: 2, doNotWait: 4, unlock: 8 } as const;

/** @throws {Error} on a host without a build of the library */
export const loadFlock = async (): Promise<Flock> => {
  const { default: koffi } = await import('koffi');
  const flock = koffi.load(null).func('int flock(int, int)');
  return (fd, operation) => flock(fd, operation) === 0;
};

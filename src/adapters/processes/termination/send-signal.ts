/** Signals a process, or a group by its negative number. False when there is nobody to signal. */
export const sendSignal = (target: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(target, signal);
  } catch (error) {
    // EPERM: somebody is there, but has become another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

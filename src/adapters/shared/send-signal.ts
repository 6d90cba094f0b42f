/** Signals a process, or a group by its negative id. False when it does not exist. */
export const sendSignal = (target: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(target, signal);
  } catch (error) {
    // EPERM: the process exists, but under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

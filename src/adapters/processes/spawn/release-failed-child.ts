import type { ChildProcess } from 'node:child_process';

/**
 * Fails before the fork, since no process can have that descriptor. Created each time, since Node writes into
 * it.
 */
const impossible = () => ({
  file: '/',
  args: [],
  stdio: ['ignore', 'ignore', 'ignore', { fd: -1 }],
});

/**
 * Frees the child object that execa returns when Node threw instead of spawning (E2BIG, ENOTDIR, ETXTBSY, …):
 * Node would keep it for ever, with its arguments. Spawning it with impossible options makes Node close its
 * handle.
 */
export const releaseFailedChild = (child: Pick<ChildProcess, 'spawnfile'>): void => {
  // Others have the name of their program, and Node frees them.
  if (child.spawnfile !== null) {
    return;
  }
  const unspawned = child as ChildProcess & { spawn(options: ReturnType<typeof impossible>): void };
  unspawned.on('error', () => undefined);
  try {
    unspawned.spawn(impossible());
  } catch {
    // Expected.
  }
};

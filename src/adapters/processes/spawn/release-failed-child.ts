import type { ChildProcess } from 'node:child_process';

/** Refused before anything is forked: no process can have that descriptor. Made anew, since Node writes into it. */
const impossible = () => ({
  file: '/',
  args: [],
  stdio: ['ignore', 'ignore', 'ignore', { fd: -1 }],
});

/**
 * Frees what execa hands out when Node threw instead of starting a child (E2BIG, ENOTDIR, ETXTBSY, …): one that
 * was never spawned, which Node keeps for ever with all that hangs on it, the arguments too. To close its handle has
 * no effect, since nobody has opened that; Node itself does both when it tries to spawn it and fails.
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

import { spawnSync } from 'node:child_process';
import { constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import type { SymbolicLink } from '../rules/resolve-path.js';

/** Node does not name it: a descriptor that stands for a file without opening it. */
const O_PATH = 0o1000_0000;
/** Where `mount` finds the descriptor that it is handed. */
const HANDED = '/proc/self/fd/3';

/**
 * Mounts each link over itself, in a mount namespace of this process's own: as the target of a mount it can
 * be neither removed nor renamed there, nor in namespaces that are made from it, and is followed as before.
 *
 * @throws {Error} when one cannot be, or is not any more as it was found.
 */
export const guardLinks = (links: readonly SymbolicLink[]): void => {
  for (const { path, target } of links) {
    const below = openLink(path);
    mount(['--bind', HANDED, HANDED], below);
    const above = openLink(path);
    if (mountOf(above) === mountOf(below)) {
      throw new Error(`\`${path}\` was not mounted over`);
    }
    // Bubblewrap would do that by the path, and so to what the link leads to.
    mount(['-o', 'remount,bind,ro,nosuid,nodev', HANDED], above);
    if (readlinkSync(path) !== target) {
      throw new Error(`\`${path}\` has changed`);
    }
  }
};

const openLink = (path: string): number => openSync(path, O_PATH | constants.O_NOFOLLOW);

const mountOf = (fd: number): string | undefined =>
  /^mnt_id:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];

/** The paths are taken as they are; the newer way to mount does not follow them. */
const mount = (args: readonly string[], fd: number): void => {
  const { status, error, stderr } = spawnSync('mount', ['--no-canonicalize', ...args], {
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LIBMOUNT_FORCE_MOUNT2: 'always' },
    stdio: ['ignore', 'ignore', 'pipe', fd],
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`mount: ${error?.message ?? stderr.trim()}`);
  }
};

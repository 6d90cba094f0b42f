import { spawnSync } from 'node:child_process';
import { constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import type { SymbolicLink } from '../rules/resolve-path.js';

/** Linux's `O_PATH`, which Node does not define: refers to a file without opening it. */
const O_PATH = 0o1000_0000;
/** The link to mount: its descriptor in the `mount` process. */
const LINK = '/proc/self/fd/3';

/**
 * Bind-mounts each symbolic link over itself, so that it can be followed but neither removed nor renamed in this
 * mount namespace and those created from it. The process must have a mount namespace of its own.
 *
 * @throws {Error} when a link cannot be mounted or has changed.
 */
export const guardLinks = (links: readonly SymbolicLink[]): void => {
  for (const { path, target } of links) {
    const below = openLink(path);
    mount(['--bind', LINK, LINK], below);
    const above = openLink(path);
    if (mountOf(above) === mountOf(below)) {
      throw new Error(`\`${path}\` was not mounted over`);
    }
    // Bubblewrap cannot remount it: it would remount by path, which follows the link to its target.
    mount(['-o', 'remount,bind,ro,nosuid,nodev', LINK], above);
    if (readlinkSync(path) !== target) {
      throw new Error(`\`${path}\` has changed`);
    }
  }
};

const openLink = (path: string): number => openSync(path, O_PATH | constants.O_NOFOLLOW);

const mountOf = (fd: number): string | undefined =>
  /^mnt_id:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];

/** Runs `mount` without resolving the path, and with mount(2): the newer system calls do not follow `/proc/self/fd`. */
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

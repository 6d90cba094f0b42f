import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directories: { directory: string; mounts: string[] }[] = [];

const mount = (...args: string[]): void => {
  execFileSync('mount', args, { stdio: 'pipe' });
};

/** A file system in memory of its own; `options` as `mount` takes them: `size=1m`, `nr_inodes=4`. */
export const smallDisk = (options: string): string => {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'exec-server-disk-'));
  const mounts: string[] = [];
  directories.push({ directory, mounts });
  mount('-t', 'tmpfs', '-o', options, 'none', directory);
  mounts.push(directory);
  return directory;
};

/** The same, seen through an overlay, which does not say what is beneath it. */
export const smallOverlay = (options: string): string => {
  const disk = smallDisk(options);
  for (const name of ['lower', 'upper', 'work', 'merged']) {
    execFileSync('mkdir', [join(disk, name)]);
  }
  const merged = join(disk, 'merged');
  const layers = ['lower', 'upper', 'work'].map((name) => `${name}dir=${join(disk, name)}`);
  mount('-t', 'overlay', '-o', layers.join(','), 'none', merged);
  directories.at(-1)?.mounts.push(merged);
  return merged;
};

/** Writes until nothing more fits. */
export const fill = (directory: string): void => {
  // In pieces: a write that does not fit may be refused whole.
  try {
    for (let n = 0; ; n += 1) {
      writeFileSync(join(directory, `fill-${n}`), Buffer.alloc(64 * 1024));
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOSPC') {
      throw error;
    }
  }
};

/** Removes what was made. */
export const removeDisks = (): void => {
  for (const { directory, mounts } of directories.splice(0)) {
    for (const at of mounts.reverse()) {
      execFileSync('umount', [at]);
    }
    rmSync(directory, { recursive: true, force: true });
  }
};

/** Only root may mount, and not in every container. */
export const CAN_MOUNT =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
